package admin

import (
	"context"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/picloud/picloud/auth"
	"github.com/picloud/picloud/store"
)

// needs is the table of who may do what: the smallest scope for each operation.
var needs = map[string]string{
	"GET /setup":      "",
	"POST /setup":     "",
	"POST /session":   "",
	"GET /session":    "",
	"DELETE /session": "",

	"GET /completions":                         "read",
	"GET /config":                              "read",
	"GET /nodes":                               "read",
	"GET /export":                              "read",
	"GET /logs":                                "read",
	"GET /logs/{execution_id}":                 "read",
	"GET /logs:tail":                           "read",
	"GET /openapi.json":                        "read",
	"GET /routes":                              "read",
	"GET /routes/{route_id}":                   "read",
	"GET /scripts":                             "read",
	"GET /scripts/{id}":                        "read",
	"GET /scripts/{id}/routes":                 "read",
	"GET /scripts/{id}/versions":               "read",
	"GET /scripts/{id}/versions/{n}":           "read",
	"GET /stats":                               "read",
	"GET /templates":                           "read",
	"POST /routes:check":                       "read",
	"POST /routes:match":                       "read",
	"POST /scripts:check":                      "read",
	"POST /scripts:format":                     "read",
	"DELETE /routes/{route_id}":                "write",
	"DELETE /scripts/{id}":                     "write",
	"POST /import":                             "write",
	"POST /scripts":                            "write",
	"POST /scripts/{id}/routes":                "write",
	"POST /scripts/{id}/test":                  "write",
	"POST /scripts/{id}/versions/{n}/activate": "write",
	"POST /scripts:test":                       "write",
	"PUT /routes/{route_id}":                   "write",
	"PUT /scripts/{id}":                        "write",
	"DELETE /sessions/{id}":                    "admin",
	"DELETE /tokens/{id}":                      "admin",
	"GET /audit":                               "admin",
	"GET /backup":                              "admin",
	"GET /sessions":                            "admin",
	"GET /tokens":                              "admin",
	"POST /tokens":                             "admin",
}

// makeToken makes a token and returns its secret.
func (f *fixture) makeToken(name string, scope auth.Scope, expires time.Time) (store.Token, string) {
	f.t.Helper()
	token, secret, err := f.auth.CreateToken(f.t.Context(), auth.TokenSpec{Name: name, Scope: scope, ExpiresAt: expires})
	if err != nil {
		f.t.Fatal(err)
	}
	return token, secret
}

// ask sends a request to the public API as somebody on the network would.
func (f *fixture) ask(method, path, body string, header ...string) *httptest.ResponseRecorder {
	f.t.Helper()
	return f.askAs(auth.Client{Address: "192.0.2.1", UserAgent: "browser"}, method, path, body, header...)
}

func (f *fixture) askAs(client auth.Client, method, path, body string, header ...string) *httptest.ResponseRecorder {
	f.t.Helper()
	// Nothing here waits: an operation that streams ends with its context.
	ctx, cancel := context.WithCancel(auth.WithClient(f.t.Context(), client))
	if strings.Contains(path, ":tail") {
		cancel()
	}
	defer cancel()
	r := httptest.NewRequestWithContext(ctx, method, BasePath+path, strings.NewReader(body))
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Add(header[i], header[i+1])
	}
	rec := httptest.NewRecorder()
	f.public.ServeHTTP(rec, r)
	return rec
}

func code(t *testing.T, rec *httptest.ResponseRecorder) string {
	t.Helper()
	if rec.Code < 400 {
		return ""
	}
	text, _ := object(t, rec.Body.String())["code"].(string)
	return text
}

// Every operation of the document, with every kind of credentials: it is let
// through exactly when the table says so.
func TestAuthorize_EveryOperationWithEveryScope(t *testing.T) {
	t.Parallel()
	f := newFixture(t, nil)
	holders := map[string]string{"": ""}
	for scope := auth.Read; scope <= auth.Admin; scope++ {
		_, holders[scope.String()] = f.makeToken(scope.String(), scope, time.Time{})
	}
	_, holders["expired"] = f.makeToken("expired", auth.Admin, time.Now().Add(-time.Second))
	deleted, secret := f.makeToken("deleted", auth.Admin, time.Time{})
	if err := f.auth.DeleteToken(t.Context(), deleted.ID); err != nil {
		t.Fatal(err)
	}
	holders["deleted"] = secret
	holders["unknown"] = secret[:len(secret)-1]
	holders["garbage"] = "x y"
	rank := map[string]int{"read": 1, "write": 2, "admin": 3}

	param := regexp.MustCompile(`\{[a-z_]+\}`)
	walked := 0
	operations(t, func(method, path string, _ map[string]any) {
		name := method + " " + strings.TrimPrefix(path, BasePath)
		need, ok := needs[name]
		if !ok {
			t.Errorf("%s is in no table: who may do it?", name)
			return
		}
		walked++
		target := param.ReplaceAllString(strings.TrimPrefix(path, BasePath), "x")
		for holder, token := range holders {
			var credentials []string
			if token != "" {
				credentials = []string{"Authorization", "Bearer " + token}
			}
			rec := f.ask(method, target, "", credentials...)
			got := code(t, rec)
			refused := got == "unauthenticated" || got == "forbidden"
			switch {
			case name == "GET /session":
				// It answers who the caller is, to nobody with 401.
				if refused != (rank[holder] == 0) {
					t.Errorf("%s with %q: %d %s", name, holder, rec.Code, got)
				}
			case need == "" || rank[holder] >= rank[need] && rank[holder] > 0:
				if refused {
					t.Errorf("%s with %q: %d %s", name, holder, rec.Code, got)
				}
			case rank[holder] > 0:
				if rec.Code != http.StatusForbidden || got != "forbidden" || !strings.Contains(rec.Body.String(), need) {
					t.Errorf("%s with %q: %d %s", name, holder, rec.Code, rec.Body)
				}
			default:
				if rec.Code != http.StatusUnauthorized || got != "unauthenticated" || rec.Header().Get("WWW-Authenticate") == "" {
					t.Errorf("%s with %q: %d %s", name, holder, rec.Code, rec.Body)
				}
			}
		}
	})
	if walked < 25 {
		t.Errorf("only %d operations were walked", walked)
	}
	if f.changes.Load() != 0 {
		t.Error("something was changed")
	}
}

func TestAuthorize_AnOperationWithoutAScopeIsForNobody(t *testing.T) {
	t.Parallel()
	h := &handler{scopes: map[string]auth.Scope{"GET /x": auth.None}}
	for _, pattern := range []string{"GET /x", "GET /y"} {
		if p := h.authorize(caller{principal: auth.LocalPrincipal()}, pattern); p == nil || p.Code != "forbidden" {
			t.Errorf("%s: %v", pattern, p)
		}
	}
}

func TestAuthorize_ToldIsOnlyWhoIsKnown(t *testing.T) {
	t.Parallel()
	f := newFixture(t, nil)
	_, token := f.makeToken("ci", auth.Read, time.Time{})
	for _, path := range []string{"/nothing", "", "/", "/scripts/", "//scripts", "/../admin/scripts", "/scripts/x/y/z"} {
		if rec := f.ask("GET", path, ""); code(t, rec) != "unauthenticated" {
			t.Errorf("%q to a stranger: %d %s", path, rec.Code, rec.Body)
		}
		if rec := f.ask("GET", path, "", "Authorization", "Bearer "+token); code(t, rec) != "not_found" {
			t.Errorf("%q: %d %s", path, rec.Code, rec.Body)
		}
	}
	if rec := f.ask("PATCH", "/scripts", ""); code(t, rec) != "unauthenticated" || rec.Header().Get("Allow") != "" {
		t.Errorf("PATCH by a stranger: %d %v", rec.Code, rec.Header())
	}
	if rec := f.ask("OPTIONS", "/scripts", "", "Origin", "https://evil.example"); rec.Header().Get("Access-Control-Allow-Origin") != "" || rec.Code < 400 {
		t.Errorf("a preflight: %d %v", rec.Code, rec.Header())
	}
}

func TestPublic_TakesTheSchemeInAnyCaseAndNoOther(t *testing.T) {
	t.Parallel()
	f := newFixture(t, nil)
	_, token := f.makeToken("ci", auth.Read, time.Time{})
	for header, want := range map[string]int{
		"Bearer " + token:               200,
		"bearer  " + token:              200,
		"BEARER " + token:               200,
		token:                           401,
		"Basic " + token:                401,
		"Bearer":                        401,
		"Bearer " + token + "x":         401,
		"Bearer " + token + " " + token: 401,
	} {
		if rec := f.ask("GET", "/scripts", "", "Authorization", header); rec.Code != want {
			t.Errorf("%q: %d, want %d", strings.ReplaceAll(header, token, "..."), rec.Code, want)
		}
	}
}

// browser is a client with a cookie.
type browser struct {
	f      *fixture
	client auth.Client
	cookie *http.Cookie
}

func (f *fixture) signIn(client auth.Client, token string) *browser {
	f.t.Helper()
	rec := f.askAs(client, "POST", "/session", `{"token":"`+token+`"}`)
	cookies := rec.Result().Cookies()
	if rec.Code != http.StatusCreated || len(cookies) != 1 {
		f.t.Fatalf("signing in: %d %s", rec.Code, rec.Body)
	}
	return &browser{f: f, client: client, cookie: cookies[0]}
}

func (b *browser) ask(method, path, body string, header ...string) *httptest.ResponseRecorder {
	return b.f.askAs(b.client, method, path, body, append(header, "Cookie", b.cookie.Name+"="+b.cookie.Value)...)
}

func TestSession_CookieIsForNobodyElse(t *testing.T) {
	t.Parallel()
	f := newFixture(t, nil)
	_, token := f.makeToken("me", auth.Admin, time.Time{})
	for name, secure := range map[string]bool{"picloud_session": false, "__Host-picloud_session": true} {
		b := f.signIn(auth.Client{Secure: secure}, token)
		c := b.cookie
		if c.Name != name || c.Secure != secure || !c.HttpOnly || c.SameSite != http.SameSiteStrictMode || c.Path != "/" || c.Domain != "" {
			t.Errorf("secure %t: %v", secure, c)
		}
		if left := time.Until(c.Expires); left < 29*24*time.Hour || left > 30*24*time.Hour {
			t.Errorf("it is kept for %v", left)
		}
		if rec := b.ask("GET", "/scripts", ""); rec.Code != 200 || rec.Header().Get("Set-Cookie") != "" {
			t.Errorf("secure %t: %d %v", secure, rec.Code, rec.Header())
		}
		// The cookie of one kind of connection is nothing on the other.
		b.client.Secure = !secure
		if rec := b.ask("GET", "/scripts", ""); rec.Code != 401 {
			t.Errorf("secure %t on the other kind: %d", secure, rec.Code)
		}
	}
}

func TestSession_MayDoWhatItsTokenMay(t *testing.T) {
	t.Parallel()
	f := newFixture(t, nil)
	record, token := f.makeToken("reader", auth.Read, time.Time{})
	b := f.signIn(auth.Client{}, token)
	if rec := b.ask("POST", "/scripts", `{"name":"x","source":"s"}`); code(t, rec) != "forbidden" {
		t.Errorf("%d %s", rec.Code, rec.Body)
	}
	who := object(t, b.ask("GET", "/session", "").Body.String())
	if who["kind"] != "session" || who["name"] != "reader" || who["token_id"] != record.ID.String() || len(who["scopes"].([]any)) != 1 || who["expires_at"] == nil {
		t.Errorf("%v", who)
	}
	who = object(t, f.ask("GET", "/session", "", "Authorization", "Bearer "+token).Body.String())
	if who["kind"] != "token" || who["session_id"] != "" || who["expires_at"] != nil {
		t.Errorf("%v", who)
	}
	if who := f.must("GET", "/session", ""); who["kind"] != "local" || who["name"] != "local" || len(who["scopes"].([]any)) != 3 {
		t.Errorf("%v", who)
	}
}

func TestSession_SigningOutEndsIt(t *testing.T) {
	t.Parallel()
	f := newFixture(t, nil)
	_, token := f.makeToken("me", auth.Read, time.Time{})
	b := f.signIn(auth.Client{}, token)
	rec := b.ask("DELETE", "/session", "")
	if gone := rec.Result().Cookies(); rec.Code != 204 || len(gone) != 1 || gone[0].MaxAge >= 0 || gone[0].Value != "" || gone[0].Path != "/" {
		t.Errorf("%d %v", rec.Code, rec.Header())
	}
	if rec := b.ask("GET", "/scripts", ""); code(t, rec) != "unauthenticated" {
		t.Errorf("afterwards: %d %s", rec.Code, rec.Body)
	}
	if rec := b.ask("DELETE", "/session", ""); rec.Code != 204 {
		t.Errorf("again: %d %s", rec.Code, rec.Body)
	}
}

func TestSession_ListedAndEndedByAnAdmin(t *testing.T) {
	t.Parallel()
	f := newFixture(t, nil)
	_, token := f.makeToken("me", auth.Admin, time.Time{})
	mine := f.signIn(auth.Client{Address: "192.0.2.7", UserAgent: "phone"}, token)
	other := f.signIn(auth.Client{Address: "192.0.2.8"}, token)
	items := object(t, mine.ask("GET", "/sessions?limit=1", "").Body.String())
	first := items["items"].([]any)[0].(map[string]any)
	if first["current"] != true || first["token_name"] != "me" || first["address"] != "192.0.2.7" || first["user_agent"] != "phone" {
		t.Errorf("%v", first)
	}
	items = object(t, mine.ask("GET", "/sessions?cursor="+items["next_cursor"].(string), "").Body.String())
	second := items["items"].([]any)[0].(map[string]any)
	if second["current"] != false || second["address"] != "192.0.2.8" || items["next_cursor"] != nil {
		t.Errorf("%v", items)
	}
	if rec := mine.ask("DELETE", "/sessions/"+second["id"].(string), ""); rec.Code != 204 {
		t.Errorf("%d %s", rec.Code, rec.Body)
	}
	if rec := other.ask("GET", "/scripts", ""); rec.Code != 401 {
		t.Errorf("the ended session: %d", rec.Code)
	}
	if rec := mine.ask("DELETE", "/sessions/"+second["id"].(string), ""); code(t, rec) != "not_found" {
		t.Errorf("again: %d %s", rec.Code, rec.Body)
	}
}

func TestPublic_RefusesOtherOrigins(t *testing.T) {
	t.Parallel()
	f := newFixture(t, nil)
	_, token := f.makeToken("me", auth.Admin, time.Time{})
	b := f.signIn(auth.Client{}, token)
	const body = `{"name":"x","source":"s"}`
	for name, c := range map[string]struct {
		header []string
		status int
	}{
		"this origin":             {[]string{"Sec-Fetch-Site", "same-origin", "Origin", "http://example.com"}, 201},
		"another site":            {[]string{"Sec-Fetch-Site", "cross-site", "Origin", "https://evil.example"}, 403},
		"a sibling":               {[]string{"Sec-Fetch-Site", "same-site", "Origin", "http://app.example.com"}, 403},
		"an old browser's other":  {[]string{"Origin", "https://evil.example"}, 403},
		"a sandboxed frame":       {[]string{"Origin", "null"}, 403},
		"a form, as plain text":   {[]string{"Sec-Fetch-Site", "cross-site", "Content-Type", "text/plain"}, 403},
		"another site, by DELETE": {[]string{"Sec-Fetch-Site", "cross-site"}, 403},
	} {
		method, path := "POST", "/scripts"
		if strings.HasSuffix(name, "DELETE") {
			method, path = "DELETE", "/session"
		}
		rec := b.ask(method, path, body, c.header...)
		if rec.Code != c.status || c.status == 403 && code(t, rec) != "cross_origin" {
			t.Errorf("%s: %d %s", name, rec.Code, rec.Body)
		}
	}
	if rec := b.ask("POST", "/scripts", body, "Origin", "http://example.com"); rec.Code != 409 {
		t.Errorf("an old browser: %d %s", rec.Code, rec.Body)
	}
	// A token is not sent by a browser on its own.
	if rec := f.ask("POST", "/scripts", `{"name":"y","source":"s"}`, "Authorization", "Bearer "+token, "Origin", "https://evil.example"); rec.Code != 201 {
		t.Errorf("with a token: %d %s", rec.Code, rec.Body)
	}
	for _, path := range []string{"/session", "/setup"} {
		if rec := f.ask("POST", path, `{"token":"`+token+`"}`, "Sec-Fetch-Site", "cross-site"); code(t, rec) != "cross_origin" {
			t.Errorf("%s: %d %s", path, rec.Code, rec.Body)
		}
	}
}

func TestPublic_FindsTheSessionAmongPlantedCookies(t *testing.T) {
	t.Parallel()
	f := newFixture(t, nil)
	_, token := f.makeToken("me", auth.Read, time.Time{})
	b := f.signIn(auth.Client{}, token)
	if rec := b.ask("GET", "/scripts", "", "Cookie", "picloud_session=planted; a=b"); rec.Code != 200 {
		t.Errorf("%d %s", rec.Code, rec.Body)
	}
}

func TestSignIn_TellsTooManyAttemptsToWait(t *testing.T) {
	t.Parallel()
	f := newFixture(t, nil)
	_, token := f.makeToken("me", auth.Read, time.Time{})
	for range 10 {
		if rec := f.ask("POST", "/session", `{"token":"pcl_wrong"}`); code(t, rec) != "bad_token" || rec.Code != 401 {
			t.Fatalf("%d %s", rec.Code, rec.Body)
		}
	}
	rec := f.ask("POST", "/session", `{"token":"pcl_wrong"}`)
	if code(t, rec) != "too_many_attempts" || rec.Code != 429 || rec.Header().Get("Retry-After") == "" || rec.Header().Get("Retry-After") == "0" {
		t.Errorf("%d %v %s", rec.Code, rec.Header(), rec.Body)
	}
	f.signIn(auth.Client{Address: "192.0.2.1"}, token)
	if rec := f.ask("GET", "/scripts", "", "Authorization", "Bearer "+token); rec.Code != 200 {
		t.Errorf("the token from there: %d", rec.Code)
	}
}
