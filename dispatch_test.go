package picloud

import (
	"bytes"
	"encoding/json"
	"io"
	"maps"
	"net/http"
	"strings"
	"testing"

	"github.com/picloud/picloud/sandbox"
)

func TestReservedPaths_AreAnsweredInEveryEncoding(t *testing.T) {
	t.Setenv("PICLOUD_PUBLIC_BASE_URL", "https://picloud.example.com")
	s := startServer(t, nil, nil)
	catchAll := s.script("catchall", `return "caught", nil`, nil)
	s.route(catchAll, map[string]any{"path": "/*"})
	s.route(catchAll, map[string]any{"path": "/:x"})

	tests := []struct {
		method, target string
		status         int
		body           string // part of it
	}{
		{"GET", "/healthz", 200, "ok"},
		{"HEAD", "/healthz", 200, ""},
		{"POST", "/healthz", 405, "method_not_allowed"},
		{"GET", "/%68ealthz", 200, "ok"},
		{"GET", "/healthz/x", 404, "no_route"},
		{"GET", "/healthz/", 404, "no_route"},
		{"GET", "/version", 200, `"sdk":"1.1"`},
		{"GET", "/version", 200, `"public_base_url":"https://picloud.example.com"`},
		{"GET", "/v%65rsion", 200, `"api":1`},
		{"GET", "/api", 404, "no_route"},
		{"GET", "/api/v2/anything", 404, "no_route"},
		{"GET", "/%61pi/v1/anything", 404, "no_route"},
		{"GET", "/api/v1/admin/scripts", 403, "admin_closed"},
		{"GET", "/api/v1/execute/nonsense", 404, "no_script"},
		{"GET", "/api/v1/execute/00000000-0000-7000-8000-000000000000", 404, "no_script"},
		{"GET", "/admin", 308, ""},
		{"GET", "/adm%69n?x=1", 308, ""},
		{"GET", "/admin/", 200, "PiCloud"},
		{"GET", "/admin/scripts", 200, "PiCloud"},
		{"GET", "/adm%69n/scripts", 200, "PiCloud"},
		{"GET", "/admin/_app/none.js", 404, "not found"},
		{"POST", "/admin/", 405, "method not allowed"},
		{"GET", "/Admin", 200, "caught"},
		{"GET", "/apix", 200, "caught"},
		{"GET", "/versions/", 200, "caught"},
		{"GET", "/x/api", 200, "caught"},
	}
	for _, tt := range tests {
		t.Run(tt.method+" "+tt.target, func(t *testing.T) {
			r := s.do(tt.method, tt.target, nil)
			if body := readBody(t, r); r.StatusCode != tt.status || !strings.Contains(body, tt.body) {
				t.Errorf("got %d %q, want %d with %q", r.StatusCode, body, tt.status, tt.body)
			}
		})
	}
	if got := s.do("GET", "/admin?a=b", nil).Header.Get("Location"); got != "/admin/?a=b" {
		t.Errorf("/admin?a=b redirects to %q", got)
	}
}

func TestDispatch_GivesTheScriptItsRequest(t *testing.T) {
	s := startServer(t, nil, nil)
	echo := s.script("echo", `
	ctx.Log.Info("echo", "path", ctx.Request.Path)
	return map[string]any{
		"method": ctx.Request.Method, "host": ctx.Request.Host, "path": ctx.Request.Path,
		"params": ctx.Request.Params, "query": ctx.Request.Query, "rest": ctx.Request.Rest,
		"body": string(ctx.Request.Body), "agent": ctx.Request.Header.Get("User-Agent"),
		"ip": ctx.Request.RemoteIP,
	}, nil`, nil)
	s.route(echo, map[string]any{"path": "/users/:id/:what", "method": "POST"})
	s.route(echo, map[string]any{"path": "/files/*"})

	var got map[string]any
	r := s.do("POST", "/users/a%2Fb/%C3%BC?tag=1&tag=2", strings.NewReader("payload"))
	if err := json.NewDecoder(r.Body).Decode(&got); err != nil {
		t.Fatal(err)
	}
	want := map[string]any{
		"method": "POST", "host": "127.0.0.1", "path": "/users/a/b/ü",
		"params": map[string]any{"id": "a/b", "what": "ü"},
		"query":  map[string]any{"tag": []any{"1", "2"}},
		"rest":   "", "body": "payload", "agent": "Go-http-client/1.1", "ip": "127.0.0.1",
	}
	if g, w := jsonText(t, got), jsonText(t, want); g != w {
		t.Errorf("got  %s\nwant %s", g, w)
	}

	r = s.do("GET", "/files/x/y/", nil)
	if err := json.NewDecoder(r.Body).Decode(&got); err != nil {
		t.Fatal(err)
	}
	if got["rest"] != "x/y/" || jsonText(t, got["params"]) != "{}" || jsonText(t, got["query"]) != "{}" {
		t.Errorf("prefix route: got %v", got)
	}
}

func TestDispatch_AnswersWithoutARoute(t *testing.T) {
	type scenario struct {
		name           string
		method, target string
		status         int
		code, allow    string
	}
	for _, site := range []struct {
		name    string
		handler map[string]any
		tests   []scenario
	}{
		{"without fallthrough", nil, []scenario{
			{"no route", "GET", "/unbound-path", 404, "no_route", ""},
			{"other method", "DELETE", "/greet", 405, "method_not_allowed", "GET, HEAD"},
			{"dot segments match nothing", "GET", "/x/%2e%2e/greet", 404, "no_route", ""},
		}},
		{"with fallthrough", map[string]any{"fallthrough": true}, []scenario{
			{"no route", "GET", "/unbound-path", 418, "", ""},
			{"other method", "DELETE", "/greet", 418, "", ""},
			{"reserved paths are kept", "GET", "/api/x", 404, "no_route", ""},
		}},
	} {
		t.Run(site.name, func(t *testing.T) {
			s := startServer(t, nil, site.handler)
			s.route(s.script("greet", `return "hi", nil`, nil), map[string]any{"path": "/greet", "method": "GET"})
			for _, tt := range site.tests {
				r := s.do(tt.method, tt.target, nil)
				if r.StatusCode != tt.status || r.Header.Get("Allow") != tt.allow {
					t.Errorf("%s: got %d, Allow %q", tt.name, r.StatusCode, r.Header.Get("Allow"))
				}
				if tt.code == "" {
					continue
				}
				var p problem
				if err := json.NewDecoder(r.Body).Decode(&p); err != nil || p.Code != tt.code || p.Status != tt.status {
					t.Errorf("%s: got %+v, %v; want code %q", tt.name, p, err, tt.code)
				}
				if ct := r.Header.Get("Content-Type"); ct != "application/problem+json" {
					t.Errorf("%s: content type %q", tt.name, ct)
				}
			}
		})
	}
}

func TestDispatch_AnswersHeadByGet(t *testing.T) {
	s := startServer(t, nil, nil)
	s.route(s.script("hello", `return "hello", nil`, nil), map[string]any{"path": "/hello", "method": "GET"})
	r := s.do("HEAD", "/hello", nil)
	if body := readBody(t, r); r.StatusCode != 200 || body != "" || r.Header.Get("Content-Length") != "5" {
		t.Errorf("got %d %q, length %q", r.StatusCode, body, r.Header.Get("Content-Length"))
	}
}

func TestDispatch_NamesEachOutcome(t *testing.T) {
	s := startServer(t, map[string]any{"limits": map[string]any{"timeout": "300ms", "max_response": 1000}}, nil)
	tests := []struct {
		outcome sandbox.Outcome
		status  int
		source  string
		options map[string]any
	}{
		{sandbox.Failed, 500, `return nil, failure("the password is hunter2")`, nil},
		{sandbox.Failed, 500, "var m map[string]int\nm[ctx.Request.Path] = 1\nreturn nil, nil", nil},
		{sandbox.Timeout, 504, "time.Sleep(time.Hour)\nreturn nil, nil", nil},
		{sandbox.OperationLimit, 500, "for {\n}", map[string]any{"max_operations": 1000}},
		{sandbox.DepthLimit, 500, "return deep(1), nil", nil},
		{sandbox.ResponseLimit, 500, "return make([]byte, 1001), nil", nil},
	}
	for i, tt := range tests {
		name := string(tt.outcome) + string(rune('a'+i))
		t.Run(name, func(t *testing.T) {
			source := strings.Replace(scriptSource(tt.source), "func Handle", `type failure string

func (f failure) Error() string { return string(f) }

func deep(n int) int { return deep(n+1) + 1 }

func Handle`, 1)
			input := map[string]any{"name": name, "source": source}
			maps.Copy(input, tt.options)
			status, answer := s.admin("POST", "/scripts", input)
			if status != 201 {
				t.Fatalf("saving: %d %v", status, answer)
			}
			id := answer["id"].(string)
			s.route(id, map[string]any{"path": "/" + name})

			r := s.do("GET", "/"+name, nil)
			text := readBody(t, r)
			var p problem
			if err := json.Unmarshal([]byte(text), &p); err != nil {
				t.Fatalf("%v in %q", err, text)
			}
			if r.StatusCode != tt.status || p.Code != string(tt.outcome) || p.ExecutionID == "" {
				t.Errorf("got %d %s, want %d with code %s and an execution", r.StatusCode, text, tt.status, tt.outcome)
			}
			if strings.Contains(text, "hunter2") {
				t.Errorf("the script's error is shown to the client: %s", text)
			}
			if header := r.Header.Get("X-Picloud-Execution-Id"); header != p.ExecutionID {
				t.Errorf("header names execution %q, body %q", header, p.ExecutionID)
			}
			status, record := s.admin("GET", "/logs/"+p.ExecutionID, nil)
			if status != 200 || record["outcome"] != string(tt.outcome) || record["status"] != float64(tt.status) || record["error"] == "" {
				t.Errorf("record: %d %v", status, record)
			}
		})
	}
}

func TestDispatch_RefusesBodiesOverTheLimit(t *testing.T) {
	s := startServer(t, map[string]any{"max_request_body": 1000}, nil)
	s.route(s.script("length", `return len(ctx.Request.Body), nil`, nil), map[string]any{"path": "/length"})
	for size, want := range map[int]int{0: 200, 1000: 200, 1001: 413, 100_000: 413} {
		// A reader of unknown length is sent chunked.
		for name, body := range map[string]io.Reader{
			"chunked":      io.MultiReader(bytes.NewReader(make([]byte, size))),
			"known length": bytes.NewReader(make([]byte, size)),
		} {
			if r := s.do("POST", "/length", body); r.StatusCode != want {
				t.Errorf("%d bytes, %s: got %d %s, want %d", size, name, r.StatusCode, readBody(t, r), want)
			}
		}
	}
}

func TestDispatch_PassesOverRoutesWhoseGuardIsFalse(t *testing.T) {
	s := startServer(t, nil, nil)
	s.route(s.script("guarded", `return "guarded", nil`, nil),
		map[string]any{"path": "/door", "guard": `request.query["key"] == "sesame"`})
	s.route(s.script("fallback", `return "fallback", nil`, nil), map[string]any{"path": "/*"})
	for target, want := range map[string]string{"/door?key=sesame": "guarded", "/door": "fallback", "/door?key=x": "fallback"} {
		if got := readBody(t, s.do("GET", target, nil)); got != want {
			t.Errorf("GET %s: got %q, want %q", target, got, want)
		}
	}
}

func TestDispatch_FollowsChangesAtOnce(t *testing.T) {
	s := startServer(t, nil, nil)
	id := s.script("page", `return "one", nil`, nil)
	route := s.route(id, map[string]any{"path": "/page"})
	get := func(target string) string {
		r := s.do("GET", target, nil)
		if r.StatusCode != 200 {
			return http.StatusText(r.StatusCode)
		}
		return readBody(t, r)
	}
	put := func(path string, body map[string]any) {
		t.Helper()
		if status, answer := s.admin("PUT", path, body); status != 200 {
			t.Fatalf("PUT %s: %d %v", path, status, answer)
		}
	}
	steps := []struct {
		name   string
		do     func()
		target string
		want   string
	}{
		{"created", func() {}, "/page", "one"},
		{"saved", func() {
			put("/scripts/"+id, map[string]any{"name": "page", "source": scriptSource(`return "two", nil`)})
		}, "/page", "two"},
		{"rolled back", func() { s.admin("POST", "/scripts/"+id+"/versions/1/activate", nil) }, "/page", "one"},
		{"by id", func() {}, "/api/v1/execute/" + id, "one"},
		{"disabled", func() {
			put("/scripts/"+id, map[string]any{"name": "page", "source": scriptSource(`return "one", nil`), "enabled": false})
		}, "/page", "Not Found"},
		{"disabled by id", func() {}, "/api/v1/execute/" + id, "Not Found"},
		{"enabled", func() {
			put("/scripts/"+id, map[string]any{"name": "page", "source": scriptSource(`return "one", nil`)})
		}, "/page", "one"},
		{"moved", func() { put("/routes/"+route, map[string]any{"script_id": id, "path": "/elsewhere"}) }, "/elsewhere", "one"},
		{"moved away", func() {}, "/page", "Not Found"},
		{"deleted", func() { s.admin("DELETE", "/scripts/"+id, nil) }, "/elsewhere", "Not Found"},
	}
	for _, step := range steps {
		step.do()
		if got := get(step.target); got != step.want {
			t.Errorf("%s: GET %s gives %q, want %q", step.name, step.target, got, step.want)
		}
	}
}

func TestDispatch_RecordsEachExecution(t *testing.T) {
	s := startServer(t, nil, nil)
	id := s.script("greet", `ctx.Log.Info("greeting", "name", ctx.Request.Params["name"])
	return "hi", nil`, nil)
	route := s.route(id, map[string]any{"path": "/greet/:name"})
	if r := s.do("POST", "/greet/alice?lang=en", strings.NewReader("12345")); r.StatusCode != 200 {
		t.Fatalf("got %d", r.StatusCode)
	}
	records := s.records("script_id=" + id)
	if len(records) != 1 {
		t.Fatalf("got %d records, want 1: %v", len(records), records)
	}
	record := records[0].(map[string]any)
	for key, want := range map[string]any{
		"script_id": id, "script_name": "greet", "route_id": route, "version": 1.0, "method": "POST",
		"path": "/greet/alice?lang=en", "status": 200.0, "outcome": "ok", "remote_ip": "127.0.0.1",
		"request_bytes": 5.0, "response_bytes": 2.0,
	} {
		if record[key] != want {
			t.Errorf("%s: got %v, want %v", key, record[key], want)
		}
	}
	_, detail := s.admin("GET", "/logs/"+record["id"].(string), nil)
	if logs := jsonText(t, detail["logs"]); !strings.Contains(logs, `"message":"greeting"`) || !strings.Contains(logs, `"name":"alice"`) {
		t.Errorf("log lines: %s", logs)
	}
}

func jsonText(t *testing.T, v any) string {
	t.Helper()
	text, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
