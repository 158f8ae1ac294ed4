package admin

import (
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/picloud/picloud/auth"
)

func TestTokens(t *testing.T) {
	t.Parallel()
	run(t, []scenario{
		{
			name: "is shown once", method: "POST", path: "/tokens", body: `{"name":"ci","scopes":["write"]}`, status: 201,
			contains: []string{`"name":"ci"`, `"scopes":["read","write"]`, `"created_by":"local"`, `"expires_at":null`, `"last_used_at":null`, `"token":"pcl_`},
			after: func(f *fixture, rec *httptest.ResponseRecorder) {
				made := object(f.t, rec.Body.String())
				secret := made["token"].(string)
				if len(secret) != 53 || made["prefix"] != secret[:8] {
					f.t.Errorf("%v", made)
				}
				list := f.send("GET", "/tokens", "").Body.String()
				if strings.Contains(list, secret) || !strings.Contains(list, made["id"].(string)) || strings.Contains(list, `"token"`) {
					f.t.Errorf("the list is %s", list)
				}
			},
		},
		{
			name: "with an expiry", method: "POST", path: "/tokens", body: `{"name":"ci","scopes":["read","admin"],"expires_at":"2999-01-02T03:04:05+02:00"}`,
			status: 201, contains: []string{`"scopes":["read","write","admin"]`, `"expires_at":"2999-01-02T01:04:05Z"`},
		},
		{name: "that has expired", method: "POST", path: "/tokens", body: `{"name":"ci","scopes":["read"],"expires_at":"2020-01-02T03:04:05Z"}`, status: 422, code: "validation", contains: []string{"body.expires_at"}},
		{name: "with no time", method: "POST", path: "/tokens", body: `{"name":"ci","scopes":["read"],"expires_at":"tomorrow"}`, status: 422, code: "validation", contains: []string{"body.expires_at"}},
		{name: "without a scope", method: "POST", path: "/tokens", body: `{"name":"ci","scopes":[]}`, status: 422, code: "validation", contains: []string{"body.scopes"}},
		{name: "with an unknown scope", method: "POST", path: "/tokens", body: `{"name":"ci","scopes":["root"]}`, status: 422, code: "validation", contains: []string{"body.scopes"}},
		{name: "without a name", method: "POST", path: "/tokens", body: `{"scopes":["read"]}`, status: 422, code: "validation"},
		{name: "with a blank name", method: "POST", path: "/tokens", body: `{"name":" ","scopes":["read"]}`, status: 422, code: "validation", contains: []string{"body.name"}},
		{name: "with a NUL in its name", method: "POST", path: "/tokens", body: `{"name":"a\u0000","scopes":["read"]}`, status: 422, code: "validation"},
		{name: "with a secret of one's own", method: "POST", path: "/tokens", body: `{"name":"a","scopes":["read"],"token":"pcl_mine"}`, status: 422, code: "validation"},
		{name: "that is not there is not deleted", method: "DELETE", path: "/tokens/{unknown}", status: 404, code: "not_found"},
		{name: "that is no id", method: "DELETE", path: "/tokens/x", status: 422, code: "bad_id"},
		{
			name: "that is deleted lets nobody in", method: "DELETE", path: "/tokens/{ci}", status: 204,
			setup: func(f *fixture) {
				made := f.must("POST", "/tokens", `{"name":"ci","scopes":["read"]}`)
				f.vars["ci"], f.vars["secret"] = made["id"].(string), made["token"].(string)
				f.makeToken("other", auth.Read, time.Time{})
			},
			after: func(f *fixture, _ *httptest.ResponseRecorder) {
				if rec := f.ask("GET", "/scripts", "", "Authorization", "Bearer "+f.vars["secret"]); rec.Code != 401 {
					f.t.Errorf("%d", rec.Code)
				}
			},
		},
	})
}

func TestTokens_AreListedInPages(t *testing.T) {
	t.Parallel()
	f := newFixture(t, nil)
	want := []string{"a", "b", "c", "d", "e"}
	for _, name := range want {
		f.makeToken(name, auth.Read, time.Time{})
	}
	var got []string
	for cursor := ""; ; {
		page := f.must("GET", "/tokens?limit=2&cursor="+cursor, "")
		for _, item := range page["items"].([]any) {
			got = append(got, item.(map[string]any)["name"].(string))
		}
		next, ok := page["next_cursor"].(string)
		if !ok {
			break
		}
		cursor = next
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
}

func TestSetup_IsForTheHolderOfACode(t *testing.T) {
	t.Parallel()
	f := newFixture(t, nil)
	open := func() any { return object(t, f.ask("GET", "/setup", "").Body.String())["open"] }
	complete := func(code string) *httptest.ResponseRecorder {
		return f.ask("POST", "/setup", `{"code":"`+code+`","name":"owner"}`)
	}
	if open() != false {
		t.Error("open without a code")
	}
	secret, err := f.auth.NewSetupCode(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if open() != true {
		t.Error("closed with a code")
	}
	if rec := complete("wrong"); rec.Code != 403 || code(t, rec) != "bad_setup_code" {
		t.Errorf("%d %s", rec.Code, rec.Body)
	}
	rec := complete(secret)
	if rec.Code != http.StatusCreated || len(rec.Result().Cookies()) != 1 {
		t.Fatalf("%d %v %s", rec.Code, rec.Header(), rec.Body)
	}
	token := object(t, rec.Body.String())["token"].(map[string]any)
	if token["name"] != "owner" || token["created_by"] != "setup" || len(token["scopes"].([]any)) != 3 {
		t.Errorf("%v", token)
	}
	if rec := f.ask("GET", "/audit", "", "Authorization", "Bearer "+token["token"].(string)); rec.Code != 200 {
		t.Errorf("%d %s", rec.Code, rec.Body)
	}
	if rec := complete(secret); rec.Code != 403 || code(t, rec) != "setup_closed" || open() != false {
		t.Errorf("%d %s", rec.Code, rec.Body)
	}
	if strings.Contains(f.log.String(), secret) || strings.Contains(f.log.String(), token["token"].(string)) {
		t.Errorf("the log has a secret: %s", f.log)
	}
}

func TestAudit_TellsWhoDidWhatFromWhere(t *testing.T) {
	t.Parallel()
	f := newFixture(t, nil)
	record, token := f.makeToken("ci", auth.Write, time.Time{})
	b := f.signIn(auth.Client{Address: "192.0.2.9"}, token)
	const ci = "Authorization"
	made := object(t, f.ask("POST", "/scripts", `{"name":"greet","source":"s"}`, ci, "Bearer "+token).Body.String())
	id := made["id"].(string)
	if rec := b.ask("PUT", "/scripts/"+id, `{"name":"greet","source":"t","timeout_ms":5}`); rec.Code != 200 {
		t.Fatal(rec.Body)
	}
	f.must("DELETE", "/scripts/"+id, "")

	page := f.must("GET", "/audit?object_id="+id, "")
	var got []string
	for _, item := range page["items"].([]any) {
		e := item.(map[string]any)
		p, o := e["principal"].(map[string]any), e["object"].(map[string]any)
		got = append(got, strings.Join([]string{e["action"].(string), p["kind"].(string), p["name"].(string), p["id"].(string), e["address"].(string), o["kind"].(string), o["name"].(string)}, " "))
	}
	tokenID := record.ID.String()
	want := []string{
		"script.delete local local   script greet",
		"script.update session ci " + tokenID + " 192.0.2.9 script greet",
		"script.create token ci " + tokenID + " 192.0.2.1 script greet",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	update := page["items"].([]any)[1].(map[string]any)["detail"].(map[string]any)
	if fields, _ := update["fields"].([]any); len(fields) != 2 || fields[0] != "source" || fields[1] != "timeout_ms" || update["version"] != 2.0 {
		t.Errorf("the detail is %v", update)
	}

	for query, want := range map[string]int{
		"":                                      5,
		"?principal=" + tokenID:                 3,
		"?action=token.create":                  1,
		"?action=script.create&object_id=" + id: 1,
		"?action=script.create&principal=" + id: 0,
		"?action=nothing":                       0,
	} {
		if got := len(f.must("GET", "/audit"+query, "")["items"].([]any)); got != want {
			t.Errorf("%q: %d entries, want %d", query, got, want)
		}
	}
	n, cursor := 0, ""
	for range 5 {
		page := f.must("GET", "/audit?limit=1&cursor="+cursor, "")
		n += len(page["items"].([]any))
		cursor, _ = page["next_cursor"].(string)
	}
	if n != 5 || cursor != "" {
		t.Errorf("in pages: %d entries, %q", n, cursor)
	}
	for query, code := range map[string]string{"?object_id=x": "bad_id", "?principal=x": "bad_id", "?cursor=x": "bad_cursor"} {
		scenario{path: "/audit" + query, status: 422, code: code}.run(f)
	}
}
