package e2e

import (
	"crypto/tls"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"slices"
	"strings"
	"testing"
)

// hostileSource shows what it is given and tries to take the dashboard's
// session over. Its page would send requests of its own.
const hostileSource = `package main

import (
	"strings"

	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	seen := strings.Join(ctx.Request.Header["Cookie"], "; ")
	return &sdk.Response{
		Status: 200,
		Header: map[string][]string{
			"Content-Type": {"text/html; charset=utf-8"},
			"Set-Cookie": {
				"picloud_session=planted; Path=/",
				"__Host-picloud_session=planted; Path=/; Secure",
				"picloud_session=planted; Path=/api",
				"=picloud_session=planted",
				"theme=dark",
			},
		},
		Body: []byte("<script>fetch('/api/v1/admin/tokens', {method: 'POST'})</script>saw: " + seen),
	}, nil
}
`

// evil is what a page of somebody else would like to have.
var evil = object{"name": "evil", "scopes": []string{"admin"}}

// What pages of other sites can do to somebody who is signed in, what a page of
// a script on the dashboard's own host can, and what neither can.
func TestSession_IsKeptFromOtherPages(t *testing.T) {
	t.Parallel()
	s := start(t, setup{})
	secret := s.makeToken(t, "owner", "admin").Secret
	cookie := s.signIn(t, secret)
	hostile := s.deploy(t, "hostile", hostileSource, "/hostile")

	for _, c := range []struct {
		page   string
		header []string
		status int
	}{
		{"another site", []string{"Sec-Fetch-Site", "cross-site", "Origin", "https://evil.example"}, 403},
		{"another port", []string{"Sec-Fetch-Site", "same-site", "Origin", "http://127.0.0.1:1"}, 403},
		{"another site, in an old browser", []string{"Origin", "https://evil.example"}, 403},
		{"a sandboxed frame", []string{"Sec-Fetch-Site", "cross-site", "Origin", "null"}, 403},
		{"a form, in an old browser", []string{"Origin", "https://evil.example", "Content-Type", "text/plain"}, 403},
		{"the dashboard", []string{"Sec-Fetch-Site", "same-origin", "Origin", "http://" + s.public}, 201},
		{"the dashboard, in an old browser", []string{"Origin", "http://" + s.public}, 201},
	} {
		t.Run("a change by "+c.page, func(t *testing.T) {
			header := append([]string{"Cookie", cookie}, c.header...)
			if c.status == http.StatusCreated {
				made := decode[token](t, s.call(t, http.MethodPost, adminPath+"/tokens", evil, header...).want(t, c.status))
				s.call(t, http.MethodDelete, adminPath+"/tokens/"+made.ID, nil, header...).want(t, http.StatusNoContent)
				return
			}
			for method, path := range map[string]string{
				http.MethodPost:   "/tokens",
				http.MethodDelete: "/session",
				http.MethodPut:    "/scripts/" + hostile.ID,
			} {
				s.call(t, method, adminPath+path, evil, header...).wantProblem(t, c.status, "cross_origin")
			}
		})
	}
	t.Run("what another site may ask for it cannot read", func(t *testing.T) {
		a := s.get(t, adminPath+"/scripts", "Cookie", cookie, "Sec-Fetch-Site", "cross-site", "Origin", "https://evil.example")
		for _, name := range []string{"Access-Control-Allow-Origin", "Access-Control-Allow-Credentials"} {
			if a.header.Get(name) != "" {
				t.Errorf("want no %s, got %v", name, a.header)
			}
		}
		if page := s.get(t, "/admin/"); page.header.Get("X-Frame-Options") != "DENY" || !strings.Contains(page.header.Get("Content-Security-Policy"), "default-src") {
			t.Errorf("want the dashboard in no frame, got %v", page.header)
		}
	})
	t.Run("a script on the same host never has the cookie, nor sets one", func(t *testing.T) {
		for _, path := range []string{"/hostile", "/api/v1/execute/" + hostile.ID} {
			a := s.get(t, path, "Cookie", "a=1; "+cookie+"; __Host-picloud_session=x").want(t, http.StatusOK)
			if !strings.HasSuffix(string(a.body), "saw: a=1") {
				t.Errorf("want the other cookie alone, got %s", a)
			}
			if set := a.header.Values("Set-Cookie"); !slices.Equal(set, []string{"theme=dark"}) {
				t.Errorf("want one cookie, got %q", set)
			}
		}
	})
	// Nothing tells such a request from one of the dashboard: admin_host does.
	t.Run("but its page can act for who is signed in", func(t *testing.T) {
		a := s.call(t, http.MethodPost, adminPath+"/tokens", evil,
			"Cookie", cookie, "Sec-Fetch-Site", "same-origin", "Origin", "http://"+s.public, "Referer", s.site("/hostile"))
		made := decode[token](t, a.want(t, http.StatusCreated))
		entries := list[struct {
			Action    string `json:"action"`
			Principal struct {
				Kind string `json:"kind"`
				Name string `json:"name"`
			} `json:"principal"`
		}](t, s, "/audit", url.Values{"object_id": {made.ID}})
		if len(entries) != 1 || entries[0].Principal.Kind != "session" || entries[0].Principal.Name != "owner" {
			t.Errorf("want the owner's session in the audit log, got %+v", entries)
		}
	})
}

func TestSession_SharesNoOriginWithScriptsOnAnAdminHost(t *testing.T) {
	t.Parallel()
	const home, site = "admin.example.com", "www.example.com"
	s := start(t, setup{edits: []edit{{"# admin_host admin.example.com", "admin_host " + home}}})
	hostile := s.deploy(t, "hostile", hostileSource, "/hostile", "/*")
	s.bind(t, hostile, object{"path": "/bound", "host": home})
	secret := s.makeToken(t, "owner", "admin").Secret
	cookie, _ := s.call(t, http.MethodPost, adminPath+"/session", object{"token": secret}, "Host", home).want(t, http.StatusCreated).cookie(t)
	s.get(t, adminPath+"/tokens", "Host", home, "Cookie", cookie).want(t, http.StatusOK)

	t.Run("no script answers there", func(t *testing.T) {
		for _, target := range []string{
			"/hostile", "/bound", "/x", "//x", "/%68ostile", "/Admin", "/api/v1/execute/" + hostile.ID,
			"/%61pi/v1/execute/" + hostile.ID, "http://" + home + "/hostile",
		} {
			for _, host := range []string{home, "ADMIN.example.com", home + ":443", home + "."} {
				a := s.raw(t, http.MethodGet, target, host).want(t, http.StatusNotFound)
				if strings.Contains(string(a.body), "saw") || a.header.Get("Set-Cookie") != "" {
					t.Errorf("want no script, got %s", a)
				}
			}
		}
	})
	t.Run("neither API nor dashboard is elsewhere", func(t *testing.T) {
		for _, path := range []string{adminPath + "/scripts", adminPath + "/session", adminPath + "/setup", adminPath, "/admin", "/admin/", "/admin/setup"} {
			for _, host := range []string{site, "127.0.0.1", home + ".example.com", "x." + home} {
				s.get(t, path, "Host", host, "Cookie", cookie, "Authorization", "Bearer "+secret).wantProblem(t, http.StatusNotFound, "no_route")
			}
		}
	})
	t.Run("and a script's page is another origin", func(t *testing.T) {
		for _, from := range []string{"same-site", "cross-site"} {
			s.call(t, http.MethodPost, adminPath+"/tokens", evil, "Host", home, "Cookie", cookie,
				"Sec-Fetch-Site", from, "Origin", "http://"+site).wantProblem(t, http.StatusForbidden, "cross_origin")
		}
		a := s.get(t, adminPath+"/tokens", "Host", home, "Cookie", cookie, "Origin", "http://"+site)
		if a.header.Get("Access-Control-Allow-Origin") != "" {
			t.Errorf("want it to read nothing, got %v", a.header)
		}
		if seen := s.get(t, "/hostile", "Host", site, "Cookie", cookie); !strings.HasSuffix(string(seen.body), "saw: ") {
			t.Errorf("want no cookie, got %s", seen)
		}
	})
}

func TestSession_StrangersCannotLockTheOwnerOut(t *testing.T) {
	t.Parallel()
	s := start(t, setup{})
	made := s.makeToken(t, "owner", "admin")
	limited := false
	for range 40 {
		a := s.call(t, http.MethodPost, adminPath+"/session", object{"token": "pcl_wrong"})
		if a.status == http.StatusTooManyRequests {
			a.wantProblem(t, http.StatusTooManyRequests, "too_many_attempts")
			limited = limited || a.header.Get("Retry-After") != ""
			continue
		}
		a.wantProblem(t, http.StatusUnauthorized, "bad_token")
	}
	if !limited {
		t.Error("want them to be told to wait")
	}
	// The owner is at the same address here.
	cookie := s.signIn(t, made.Secret)
	s.get(t, adminPath+"/tokens", "Cookie", cookie).want(t, http.StatusOK)
	s.get(t, adminPath+"/tokens", "Authorization", "Bearer "+made.Secret).want(t, http.StatusOK)
}

func TestSession_IsRevoked(t *testing.T) {
	t.Parallel()
	s := start(t, setup{})
	s.makeToken(t, "another", "read")
	made := s.makeToken(t, "owner", "admin")
	here, there := s.signIn(t, made.Secret), s.signIn(t, made.Secret)
	sessions := func(t *testing.T) (current, other []string) {
		t.Helper()
		for _, one := range decode[page[struct {
			ID      string `json:"id"`
			Current bool   `json:"current"`
		}]](t, s.get(t, adminPath+"/sessions", "Cookie", here).want(t, http.StatusOK)).Items {
			if one.Current {
				current = append(current, one.ID)
			} else {
				other = append(other, one.ID)
			}
		}
		return current, other
	}
	current, other := sessions(t)
	if len(current) != 1 || len(other) != 1 {
		t.Fatalf("want this session and another, got %s and %s", current, other)
	}
	s.call(t, http.MethodDelete, adminPath+"/sessions/"+other[0], nil, "Cookie", here).want(t, http.StatusNoContent)
	s.get(t, adminPath+"/scripts", "Cookie", there).wantProblem(t, http.StatusUnauthorized, "unauthenticated")

	a := s.call(t, http.MethodDelete, adminPath+"/session", nil, "Cookie", here).want(t, http.StatusNoContent)
	if gone := a.header.Get("Set-Cookie"); !strings.HasPrefix(gone, "picloud_session=;") || !strings.Contains(gone, "Max-Age=0") {
		t.Errorf("want the cookie taken away, got %q", gone)
	}
	s.get(t, adminPath+"/scripts", "Cookie", here).wantProblem(t, http.StatusUnauthorized, "unauthenticated")

	cookie := s.signIn(t, made.Secret)
	s.api(t, http.MethodDelete, "/tokens/"+made.ID, nil).want(t, http.StatusNoContent)
	s.get(t, adminPath+"/scripts", "Cookie", cookie).wantProblem(t, http.StatusUnauthorized, "unauthenticated")
	s.get(t, adminPath+"/scripts", "Authorization", "Bearer "+made.Secret).wantProblem(t, http.StatusUnauthorized, "unauthenticated")
}

// isSecure wants the cookie of a sign-in to be one for TLS.
func isSecure(t *testing.T, a answer) string {
	t.Helper()
	pair, cookie := a.want(t, http.StatusCreated).cookie(t)
	if cookie.Name != "__Host-picloud_session" || !cookie.Secure || !cookie.HttpOnly || cookie.Path != "/" || cookie.Domain != "" || cookie.SameSite != http.SameSiteStrictMode {
		t.Errorf("want a cookie for TLS alone, got %s", cookie)
	}
	return pair
}

func TestSession_HasASecureCookieUnderTLS(t *testing.T) {
	t.Parallel()
	var secure string
	s := start(t, setup{
		edits: []edit{{"\tpicloud {\n", "\tskip_install_trust\n\tauto_https disable_redirects\n\tpicloud {\n"}},
		sites: func(port func() int) string {
			at := strings.Replace(address(port()), "127.0.0.1", "localhost", 1)
			secure = "https://" + at
			return "\n" + secure + " {\n\ttls internal\n\tpicloud\n}\n"
		},
	})
	s.client.Transport.(*http.Transport).TLSClientConfig = &tls.Config{InsecureSkipVerify: true}
	if link := s.setupLink(t); "https://"+link.Host != secure || link.Scheme != "https" {
		t.Errorf("want a link with TLS, got %s", link)
	}
	// The certificate may be a moment behind.
	eventually(t, "the site answers over TLS", func() bool {
		a, err := s.do(http.MethodGet, secure+"/healthz", nil)
		return err == nil && a.status == http.StatusOK
	})
	secret := s.makeToken(t, "owner", "admin").Secret
	ask := func(method, path string, body any, header ...string) answer {
		return must(s.do(method, secure+adminPath+path, body, header...))(t)
	}
	cookie := isSecure(t, ask(http.MethodPost, "/session", object{"token": secret}))
	ask(http.MethodGet, "/tokens", nil, "Cookie", cookie).want(t, http.StatusOK)
	ask(http.MethodPost, "/tokens", evil, "Cookie", cookie, "Origin", s.site("")).wantProblem(t, http.StatusForbidden, "cross_origin")

	plain := s.signIn(t, secret)
	ask(http.MethodGet, "/tokens", nil, "Cookie", plain).wantProblem(t, http.StatusUnauthorized, "unauthenticated")
	s.get(t, adminPath+"/tokens", "Cookie", cookie).wantProblem(t, http.StatusUnauthorized, "unauthenticated")
	if a := ask(http.MethodGet, "/session", nil, "Cookie", strings.Replace(plain, "picloud", "__Host-picloud", 1)); a.status != http.StatusOK {
		t.Errorf("want one session to be good on both, got %s", a)
	}
}

func TestSession_HasASecureCookieBehindAProxyWithTLS(t *testing.T) {
	t.Parallel()
	s := start(t, setup{})
	proxy := httptest.NewTLSServer(&httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) {
		r.SetURL(&url.URL{Scheme: "http", Host: s.public})
		r.Out.Host = r.In.Host
		r.SetXForwarded()
	}})
	defer proxy.Close()
	secret := s.makeToken(t, "owner", "admin").Secret
	s.client.Transport.(*http.Transport).TLSClientConfig = &tls.Config{InsecureSkipVerify: true}
	signIn := func() answer {
		return must(s.do(http.MethodPost, proxy.URL+adminPath+"/session", object{"token": secret},
			"Sec-Fetch-Site", "same-origin", "Origin", proxy.URL))(t)
	}
	if _, cookie := signIn().want(t, http.StatusCreated).cookie(t); cookie.Secure || cookie.Name != "picloud_session" {
		t.Errorf("want nobody to be believed, got %s", cookie)
	}
	s.reload(t, edit{"\tpicloud {\n", "\tservers {\n\t\ttrusted_proxies static 127.0.0.1/32\n\t}\n\tpicloud {\n"}).succeeds(t)
	cookie := isSecure(t, signIn())
	must(s.do(http.MethodGet, proxy.URL+adminPath+"/tokens", nil, "Cookie", cookie))(t).want(t, http.StatusOK)
	s.get(t, adminPath+"/tokens", "Cookie", cookie).wantProblem(t, http.StatusUnauthorized, "unauthenticated")
}
