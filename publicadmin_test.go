package picloud

import (
	"bytes"
	"encoding/json"
	"io"
	"maps"
	"net/http"
	"strings"
	"testing"

	"github.com/caddyserver/caddy/v2"
)

// call is a request to the admin API on a site.
type call struct {
	method, path string // below the API
	body         any
	header       http.Header
	token        string
	cookie       string // a session's
	host         string
}

// site sends a request to the admin API as it is on the site.
func (s *server) site(c call) (int, map[string]any, *http.Response) {
	s.t.Helper()
	var content bytes.Buffer
	if c.body != nil {
		if err := json.NewEncoder(&content).Encode(c.body); err != nil {
			s.t.Fatal(err)
		}
	}
	response := s.browse(c.method, "/api/v1/admin"+c.path, &content, c)
	var answer map[string]any
	if body := readBody(s.t, response); body != "" {
		if err := json.Unmarshal([]byte(body), &answer); err != nil {
			s.t.Fatalf("%s %s: %v in %q", c.method, c.path, err, body)
		}
	}
	return response.StatusCode, answer, response
}

// browse sends a request to any path of the site, with the credentials and
// header of a call.
func (s *server) browse(method, target string, body io.Reader, c call) *http.Response {
	s.t.Helper()
	request := s.request(method, target, body)
	maps.Copy(request.Header, c.header)
	if c.token != "" {
		request.Header.Set("Authorization", "Bearer "+c.token)
	}
	if c.cookie != "" {
		request.Header.Add("Cookie", "picloud_session="+c.cookie)
	}
	if c.host != "" {
		request.Host = c.host
	}
	response, err := s.roundTrip(request)
	if err != nil {
		s.t.Fatal(err)
	}
	return response
}

// wantSite checks status and code of an answer and returns it.
func (s *server) wantSite(c call, status int, code string) map[string]any {
	s.t.Helper()
	got, answer, _ := s.site(c)
	if got != status || code != "" && answer["code"] != code {
		s.t.Fatalf("%s %s: %d %v, want %d %s", c.method, c.path, got, answer, status, code)
	}
	return answer
}

// token makes a token on the admin endpoint and returns its secret and id.
func (s *server) token(scopes ...string) (secret, id string) {
	s.t.Helper()
	status, answer := s.admin("POST", "/tokens", map[string]any{"name": "test", "scopes": scopes})
	if status != http.StatusCreated {
		s.t.Fatalf("making a token: %d %v", status, answer)
	}
	return answer["token"].(string), answer["id"].(string)
}

// signIn starts a session and returns its cookie.
func (s *server) signIn(token string) string {
	s.t.Helper()
	status, answer, response := s.site(call{method: "POST", path: "/session", body: map[string]any{"token": token}})
	if status != http.StatusCreated {
		s.t.Fatalf("signing in: %d %v", status, answer)
	}
	for _, cookie := range response.Cookies() {
		if cookie.Name == "picloud_session" {
			return cookie.Value
		}
	}
	s.t.Fatalf("no cookie: %v", response.Header)
	return ""
}

// setupCode returns a new setup code, as a start without tokens logs one.
func (s *server) setupCode() string {
	s.t.Helper()
	app, err := caddy.ActiveContext().App("picloud")
	if err != nil {
		s.t.Fatal(err)
	}
	code, err := app.(*App).generation.Load().backend.opened.Load().auth.NewSetupCode(s.t.Context())
	if err != nil {
		s.t.Fatal(err)
	}
	return code
}

func header(pairs ...string) http.Header {
	h := http.Header{}
	for i := 0; i+1 < len(pairs); i += 2 {
		h.Add(pairs[i], pairs[i+1])
	}
	return h
}

func TestPublicAdmin_IsClosedUntilThereIsAToken(t *testing.T) {
	s := startServer(t, nil, nil)
	for _, c := range []call{
		{method: "GET", path: "/scripts"},
		{method: "GET", path: "/tokens"},
		{method: "GET", path: "/openapi.json"},
		{method: "GET", path: "/nothing"},
		{method: "GET", path: ""},
		{method: "POST", path: "/tokens", body: map[string]any{"name": "mine", "scopes": []string{"admin"}}},
		{method: "POST", path: "/scripts", token: "pcl_" + strings.Repeat("0", 49)},
		{method: "GET", path: "/scripts", cookie: "pcs_" + strings.Repeat("0", 49)},
	} {
		s.wantSite(c, 403, "admin_closed")
	}
	s.wantSite(call{method: "GET", path: "/session"}, 401, "unauthenticated")
	s.wantSite(call{method: "POST", path: "/session", body: map[string]any{"token": "pcl_x"}}, 401, "bad_token")
	if answer := s.wantSite(call{method: "GET", path: "/setup"}, 200, ""); answer["open"] != true {
		t.Errorf("after a start without tokens: %v", answer)
	}
}

func TestPublicAdmin_IsSetUpWithACodeOnce(t *testing.T) {
	s := startServer(t, nil, nil)
	first, second := s.setupCode(), s.setupCode()
	setup := func(code string) call {
		return call{method: "POST", path: "/setup", body: map[string]any{"code": code, "name": "owner"}}
	}
	s.wantSite(setup("pcc_wrong"), 403, "bad_setup_code")
	s.wantSite(call{method: "POST", path: "/setup", body: map[string]any{"code": first, "name": " "}}, 422, "validation")
	cross := setup(first)
	cross.header = header("Sec-Fetch-Site", "cross-site")
	s.wantSite(cross, 403, "cross_origin")

	status, answer, response := s.site(setup(first))
	if status != http.StatusCreated {
		t.Fatalf("%d %v", status, answer)
	}
	token := answer["token"].(map[string]any)
	if secret, _ := token["token"].(string); !strings.HasPrefix(secret, "pcl_") || len(secret) != 53 || token["prefix"] != secret[:8] {
		t.Errorf("the token is %v", token)
	}
	if len(response.Cookies()) != 1 {
		t.Fatalf("cookies: %v", response.Header)
	}
	s.wantSite(call{method: "GET", path: "/tokens", token: token["token"].(string)}, 200, "")
	who := s.wantSite(call{method: "GET", path: "/session", cookie: response.Cookies()[0].Value}, 200, "")
	if who["kind"] != "session" || who["name"] != "owner" || who["token_id"] != token["id"] {
		t.Errorf("the session is %v", who)
	}
	for _, code := range []string{first, second, "pcc_wrong"} {
		s.wantSite(setup(code), 403, "setup_closed")
	}
	if answer := s.wantSite(call{method: "GET", path: "/setup"}, 200, ""); answer["open"] != false {
		t.Errorf("after the setup: %v", answer)
	}
	s.wantSite(call{method: "GET", path: "/scripts"}, 401, "unauthenticated")
}

func TestPublicAdmin_TakesTokensAndSessions(t *testing.T) {
	s := startServer(t, nil, nil)
	token, id := s.token("write")
	s.wantSite(call{method: "GET", path: "/scripts"}, 401, "unauthenticated")
	s.wantSite(call{method: "GET", path: "/scripts", token: token}, 200, "")
	s.wantSite(call{method: "GET", path: "/tokens", token: token}, 403, "forbidden")
	made := s.wantSite(call{method: "POST", path: "/scripts", token: token, body: map[string]any{
		"name": "greet", "source": scriptSource(`return "hello", nil`),
	}}, 201, "")

	cookie := s.signIn(token)
	s.wantSite(call{
		method: "POST", path: "/scripts/" + made["id"].(string) + "/routes", cookie: cookie, body: map[string]any{"path": "/greet"},
		header: header("Sec-Fetch-Site", "same-origin"),
	}, 201, "")
	if got := readBody(t, s.do("GET", "/greet", nil)); got != "hello" {
		t.Errorf("the route answers %q", got)
	}
	if status, answer := s.admin("GET", "/audit?action=route.create", nil); status != 200 {
		t.Errorf("%d %v", status, answer)
	} else if entry := answer["items"].([]any)[0].(map[string]any); entry["address"] != "127.0.0.1" || entry["principal"].(map[string]any)["kind"] != "session" || entry["principal"].(map[string]any)["id"] != id {
		t.Errorf("%v", entry)
	}

	if status, answer := s.admin("DELETE", "/tokens/"+id, nil); status != 204 {
		t.Fatalf("%d %v", status, answer)
	}
	s.wantSite(call{method: "GET", path: "/scripts", token: token}, 403, "admin_closed")
	s.wantSite(call{method: "GET", path: "/scripts", cookie: cookie}, 403, "admin_closed")
}

func TestPublicAdmin_SurvivesAReload(t *testing.T) {
	s := startServer(t, nil, nil)
	token, _ := s.token("admin")
	cookie := s.signIn(token)
	if err := s.load(map[string]any{"max_request_body": 1000}, nil); err != nil {
		t.Fatal(err)
	}
	s.wantSite(call{method: "GET", path: "/scripts", token: token}, 200, "")
	s.wantSite(call{method: "GET", path: "/scripts", cookie: cookie}, 200, "")
	if err := caddy.Stop(); err != nil {
		t.Fatal(err)
	}
	if err := s.load(nil, nil); err != nil {
		t.Fatal(err)
	}
	s.wantSite(call{method: "GET", path: "/scripts", token: token}, 200, "")
	s.wantSite(call{method: "GET", path: "/scripts", cookie: cookie}, 200, "")
	if answer := s.wantSite(call{method: "GET", path: "/setup"}, 200, ""); answer["open"] != false {
		t.Errorf("a start with a token offers the setup: %v", answer)
	}
}

func TestPublicAdmin_OfAnotherSiteIsRefused(t *testing.T) {
	s := startServer(t, nil, nil)
	token, _ := s.token("admin")
	cookie := s.signIn(token)
	body := map[string]any{"name": "evil", "scopes": []string{"admin"}}
	for name, h := range map[string]http.Header{
		"another site":          header("Sec-Fetch-Site", "cross-site", "Origin", "https://evil.example"),
		"a sibling":             header("Sec-Fetch-Site", "same-site", "Origin", "http://app.example.com"),
		"an old browser":        header("Origin", "https://evil.example"),
		"a form":                header("Sec-Fetch-Site", "cross-site", "Content-Type", "text/plain"),
		"a body without a type": header("Origin", "https://evil.example", "Content-Type", ""),
	} {
		t.Run(name, func(*testing.T) {
			s.wantSite(call{method: "POST", path: "/tokens", cookie: cookie, header: h, body: body}, 403, "cross_origin")
			s.wantSite(call{method: "DELETE", path: "/session", cookie: cookie, header: h}, 403, "cross_origin")
		})
	}
	s.wantSite(call{method: "GET", path: "/scripts", cookie: cookie}, 200, "")
	_, answer := s.admin("GET", "/tokens", nil)
	if tokens := answer["items"].([]any); len(tokens) != 1 {
		t.Errorf("tokens: %v", tokens)
	}
}

func TestPublicAdmin_WrongTokensDoNotLockTheOwnerOut(t *testing.T) {
	s := startServer(t, nil, nil)
	token, _ := s.token("admin")
	wrong := call{method: "POST", path: "/session", body: map[string]any{"token": "pcl_wrong"}}
	limited := false
	for range 30 {
		status, answer, response := s.site(wrong)
		switch status {
		case http.StatusUnauthorized:
		case http.StatusTooManyRequests:
			limited = true
			if answer["code"] != "too_many_attempts" || response.Header.Get("Retry-After") == "" {
				t.Errorf("%v %v", answer, response.Header)
			}
		default:
			t.Fatalf("%d %v", status, answer)
		}
	}
	if !limited {
		t.Error("nobody was told to wait")
	}
	s.wantSite(call{method: "GET", path: "/scripts", cookie: s.signIn(token)}, 200, "")
	s.wantSite(call{method: "GET", path: "/scripts", token: token}, 200, "")
}

func TestPublicAdmin_CanBeOff(t *testing.T) {
	off := map[string]any{"public_admin": false}
	s := startServer(t, off, nil)
	token, _ := s.token("admin")
	for _, path := range []string{"/scripts", "/setup", "/session", ""} {
		s.wantSite(call{method: "GET", path: path, token: token}, 403, "admin_closed")
	}
	s.wantSite(call{method: "POST", path: "/session", body: map[string]any{"token": token}}, 403, "admin_closed")
	for _, path := range []string{"/admin", "/admin/", "/admin/setup"} {
		if status := s.do("GET", path, nil).StatusCode; status != 404 {
			t.Errorf("%s: %d", path, status)
		}
	}
	if status, _ := s.admin("GET", "/scripts", nil); status != 200 {
		t.Errorf("the admin endpoint: %d", status)
	}
	if err := s.load(nil, nil); err != nil {
		t.Fatal(err)
	}
	s.wantSite(call{method: "GET", path: "/scripts", token: token}, 200, "")
}

// hostile is a script that shows what it is given and tries to take over.
const hostile = `
	h := map[string][]string{
		"Content-Type": {"text/html; charset=utf-8"},
		"Set-Cookie":   {"picloud_session=planted; Path=/", "__Host-picloud_session=planted; Path=/; Secure", "=picloud_session=planted", "mine=1"},
	}
	return &sdk.Response{Status: 200, Header: h, Body: []byte("cookie:" + ctx.Request.Header.Get("Cookie"))}, nil`

// What a page that a script serves can do to somebody who is signed in on the
// same host, and what it cannot.
func TestHostileScript_OnTheDashboardsOrigin(t *testing.T) {
	s := startServer(t, nil, nil)
	token, _ := s.token("admin")
	cookie := s.signIn(token)
	id := s.script("hostile", hostile, nil)
	s.route(id, map[string]any{"path": "/hostile"})

	for _, path := range []string{"/hostile", "/api/v1/execute/" + id} {
		response := s.browse("GET", path, nil, call{cookie: cookie, header: header("Cookie", "a=1; __Host-picloud_session=x")})
		// It never sees the session's cookie, nor can it set one.
		if body := readBody(t, response); strings.Contains(body, "picloud_session") || strings.Contains(body, cookie) || body != "cookie:a=1" {
			t.Errorf("%s is given %q", path, body)
		}
		if set := response.Header.Values("Set-Cookie"); len(set) != 1 || !strings.HasPrefix(set[0], "mine=1") {
			t.Errorf("%s sets %q", path, set)
		}
	}
	// But a request of its page is one of the dashboard's origin: the browser
	// adds the cookie, and nothing tells the two apart.
	s.wantSite(call{
		method: "GET", path: "/scripts", cookie: cookie,
		header: header("Sec-Fetch-Site", "same-origin", "Referer", "http://127.0.0.1/hostile"),
	}, 200, "")
	s.wantSite(call{
		method: "POST", path: "/tokens", cookie: cookie, body: map[string]any{"name": "evil", "scopes": []string{"read"}},
		header: header("Sec-Fetch-Site", "same-origin", "Referer", "http://127.0.0.1/hostile"),
	}, 201, "")
}

// With a host of its own the dashboard shares its origin with no script.
func TestHostileScript_BesideAnAdminHost(t *testing.T) {
	const home, site = "Admin.Example.com", "www.example.com"
	s := startServer(t, map[string]any{"admin_host": home}, nil)
	token, _ := s.token("admin")
	id := s.script("hostile", hostile, nil)
	s.route(id, map[string]any{"path": "/hostile"})
	s.route(id, map[string]any{"path": "/*"})
	s.route(id, map[string]any{"host": "admin.example.com", "path": "/bound"})

	status, _, response := s.site(call{method: "POST", path: "/session", body: map[string]any{"token": token}, host: home + ":8443"})
	if status != 201 {
		t.Fatalf("signing in: %d", status)
	}
	cookie := response.Cookies()[0].Value
	s.wantSite(call{method: "GET", path: "/scripts", cookie: cookie, host: home}, 200, "")
	s.wantSite(call{method: "GET", path: "/scripts", token: token, host: "admin.example.com."}, 200, "")

	// No script answers there.
	for _, path := range []string{"/hostile", "/bound", "/x", "/api/v1/execute/" + id, "//hostile", "/%68ostile"} {
		response := s.browse("GET", path, nil, call{host: home})
		if body := readBody(t, response); response.StatusCode != 404 || strings.Contains(body, "cookie:") || len(response.Header.Values("Set-Cookie")) > 0 {
			t.Errorf("%s on the admin host: %d %q", path, response.StatusCode, body)
		}
	}
	if response := s.browse("GET", "/", nil, call{host: home}); response.StatusCode != 302 || response.Header.Get("Location") != "/admin/" {
		t.Errorf("/ on the admin host: %d %v", response.StatusCode, response.Header)
	}
	// Neither dashboard nor API is elsewhere, whatever is sent.
	for _, path := range []string{"/api/v1/admin/scripts", "/api/v1/admin/setup", "/%61pi/v1/admin/scripts", "/admin", "/admin/", "/admin/setup"} {
		if response := s.browse("GET", path, nil, call{host: site, token: token, cookie: cookie}); response.StatusCode != 404 {
			t.Errorf("%s elsewhere: %d", path, response.StatusCode)
		}
	}
	if body := readBody(t, s.browse("GET", "/hostile", nil, call{host: site, cookie: cookie})); body != "cookie:" {
		t.Errorf("the script is given %q", body)
	}
	// From a page elsewhere the browser's request is another origin's, also
	// where both hosts are of one site and the cookie comes along.
	for _, from := range []string{"same-site", "cross-site"} {
		s.wantSite(call{
			method: "POST", path: "/tokens", cookie: cookie, host: home, body: map[string]any{"name": "evil", "scopes": []string{"admin"}},
			header: header("Sec-Fetch-Site", from, "Origin", "http://"+site),
		}, 403, "cross_origin")
	}
	for _, path := range []string{"/healthz", "/version"} {
		for _, host := range []string{home, site} {
			if response := s.browse("GET", path, nil, call{host: host}); response.StatusCode != 200 {
				t.Errorf("%s on %s: %d", path, host, response.StatusCode)
			}
		}
	}
}

func TestAdminHost_GivesNothingToTheNextHandler(t *testing.T) {
	s := startServer(t, map[string]any{"admin_host": "admin.example.com"}, map[string]any{"fallthrough": true})
	if response := s.browse("GET", "/x", nil, call{host: "admin.example.com"}); response.StatusCode != 404 {
		t.Errorf("on the admin host: %d", response.StatusCode)
	}
	if response := s.browse("GET", "/x", nil, call{host: "www.example.com"}); response.StatusCode != 418 {
		t.Errorf("elsewhere: %d", response.StatusCode)
	}
}
