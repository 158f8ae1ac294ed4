package cli

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

func TestClient_LocalEndpointGetsItsHostAndOriginAndNoToken(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	f.on("GET /scripts", http.StatusOK, page())
	f.with(t, setting{env: map[string]string{envToken: "pcl_secret"}}, "scripts", "list").want(t, 0, "there are no scripts")
	sent := f.sent("GET")[0]
	if sent.header.Get("Origin") != f.URL || "http://"+sent.host != f.URL || sent.header.Get("Authorization") != "" {
		t.Errorf("want host and origin and no token, got %q, %v", sent.host, sent.header)
	}
}

func TestClient_UnixSocket(t *testing.T) {
	t.Parallel()
	// Paths of sockets are short: t.TempDir would be too long on some systems.
	socket := fmt.Sprintf("@picloud-cli-%d", os.Getpid())
	if runtime.GOOS != "linux" {
		t.Skip("needs the abstract sockets of Linux")
	}
	listener, err := net.Listen("unix", socket)
	if err != nil {
		t.Fatal(err)
	}
	f := newFake(t)
	f.on("GET /scripts", http.StatusOK, page(greet()))
	server := &httptest.Server{Listener: listener, Config: &http.Server{Handler: f.Config.Handler}}
	server.Start()
	t.Cleanup(server.Close)
	var asked string
	r := execute(t, setting{endpoint: func(address string) (Endpoint, error) {
		asked = address
		return Endpoint{Network: "unix", Address: socket, Host: "127.0.0.1"}, nil
	}}, "--address", "unix/"+socket, "scripts", "list")
	r.want(t, 0, "greet")
	if sent := f.sent("GET")[0]; sent.host != "127.0.0.1" || sent.header.Get("Origin") != "" {
		t.Errorf("want the host 127.0.0.1 and no origin, got %+v", sent)
	}
	if asked != "unix/"+socket {
		t.Errorf("want the address of the flag, got %q", asked)
	}
}

func TestClient_ServerGetsTheToken(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	f.on("GET /scripts", http.StatusOK, page())
	folder := files(t, map[string]string{"token": "pcl_of_file\n", "empty": "\n", "bad": "a b"})
	for _, test := range []struct {
		name string
		env  map[string]string
		args []string
		want string // the header, or the message if code is not 0
		code int
	}{
		{"from the environment", map[string]string{envToken: "pcl_of_env"}, []string{"--server", f.URL}, "Bearer pcl_of_env", 0},
		{"from a file", map[string]string{envToken: "pcl_of_env"}, []string{"--server", f.URL + "/", "--token-file", filepath.Join(folder, "token")}, "Bearer pcl_of_file", 0},
		{"with the server from the environment", map[string]string{envToken: "pcl_x", envServer: f.URL}, nil, "Bearer pcl_x", 0},
		{"or is not asked", nil, []string{"--server", f.URL}, "$PICLOUD_TOKEN", ExitUnauthorized},
		{"or is not asked when the file is empty", nil, []string{"--server", f.URL, "--token-file", filepath.Join(folder, "empty")}, "needs a token", ExitUnauthorized},
		{"or is not asked when the file is not there", nil, []string{"--server", f.URL, "--token-file", filepath.Join(folder, "none")}, "reading the token", ExitFailed},
		{"or is not asked when that is no token", nil, []string{"--server", f.URL, "--token-file", filepath.Join(folder, "bad")}, "no token has", ExitUnauthorized},
		{"and is no URL without a scheme", nil, []string{"--server", "example.com"}, "https://example.com", ExitUsage},
		{"and has no path", nil, []string{"--server", f.URL + "/api"}, "has a path", ExitUsage},
		{"and has no password", nil, []string{"--server", "https://a:b@example.com"}, "is no URL", ExitUsage},
		{"or the local endpoint, not both", nil, []string{"--server", f.URL, "--address", "localhost:1"}, "leave one out", ExitUsage},
		{"and the token is for it", nil, []string{"--token-file", "x"}, "takes no token", ExitUsage},
	} {
		t.Run(test.name, func(t *testing.T) {
			before := len(f.sent("GET"))
			r := f.with(t, setting{env: test.env}, append([]string{"scripts", "list"}, test.args...)...).want(t, test.code)
			if test.code != 0 {
				r.want(t, test.code, test.want)
				if len(f.sent("GET")) != before {
					t.Error("want nothing asked")
				}
				return
			}
			header := f.sent("GET")[before].header
			if got := header.Get("Authorization"); got != test.want {
				t.Errorf("want %q, got %q", test.want, got)
			}
			if got := header.Get("Accept-Encoding"); got != "" {
				t.Errorf("want no compression, which changes ETags on the way, got %q", got)
			}
		})
	}
}

func TestClient_TokenNeverFollowsARedirect(t *testing.T) {
	t.Parallel()
	other, f := newFake(t), newFake(t)
	f.mux.Handle("/", http.RedirectHandler(other.URL+basePath+"/scripts", http.StatusPermanentRedirect))
	f.with(t, setting{env: map[string]string{envToken: "pcl_x"}}, "scripts", "list", "--server", f.URL).want(t, ExitFailed, "redirects to", other.URL)
	if len(other.sent("")) != 0 {
		t.Error("want nothing sent to the other server")
	}
}

func TestClient_Errors(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name   string
		status int
		body   string
		code   int
		want   string
	}{
		{"unauthenticated", 401, `{"status":401,"code":"unauthenticated","detail":"who are you?"}`, ExitUnauthorized, "error: who are you?\n"},
		{"forbidden", 403, `{"status":403,"code":"forbidden","detail":"needs write"}`, ExitUnauthorized, "error: needs write\n"},
		{"refused", 422, `{"status":422,"code":"validation","detail":"two things","errors":[{"location":"body.a","message":"x"},{"location":"body.b","message":"y"}]}`,
			ExitRefused, "error: two things\n  body.a: x\n  body.b: y\n"},
		{"conflict", 409, `{"status":409,"code":"route_conflict","detail":"no","conflicting_route":{"id":"i","path":"/a","method":"GET","host":"example.com"},` +
			`"witness":{"method":"GET","host":"example.com","path":"/a"}}`,
			ExitConflict, "error: no\n  in the way: GET example.com/a (route i)\n  both match: GET example.com/a\n"},
		{"stale", 412, `{"status":412,"code":"stale","detail":"changed"}`, ExitConflict, "error: changed\n"},
		{"not ready", 503, `{"status":503,"code":"not_ready","detail":"wait"}`, ExitUnavailable, "error: wait\n"},
		{"too many attempts", 429, `{"status":429,"code":"too_many_attempts","detail":"wait"}`, ExitUnavailable, "error: wait\n"},
		{"broken", 500, `{"status":500,"code":"internal","detail":"its log says"}`, ExitFailed, "error: its log says\n"},
		{"Caddy's own", 403, `{"error":"host not allowed: x"}`, ExitUnauthorized, "host not allowed: x"},
		{"another server", 404, `404 page not found`, ExitRefused, "no admin API of PiCloud"},
		{"a proxy", 502, `<html>`, ExitUnavailable, "502 Bad Gateway"},
		{"no JSON", 200, `<html>`, ExitFailed, "is that a PiCloud?"},
		{"hostile", 400, `{"status":400,"code":"x","detail":"\u001b[31mred"}`, ExitRefused, `error: \x1b[31mred`},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			f := newFake(t)
			f.on("/", test.status, test.body)
			f.command(t, "scripts", "list").want(t, test.code, test.want)
			r := f.command(t, "scripts", "list", "--json").want(t, test.code)
			if !strings.HasPrefix(r.err, "{\n") || !strings.Contains(r.err, `"detail": `) || !strings.Contains(r.err, `"code": `) {
				t.Errorf("want the problem as JSON, got %s", r.err)
			}
		})
	}
}

func TestClient_NobodyThere(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	f.Close()
	f.command(t, "status").want(t, ExitUnavailable, "cannot reach "+f.URL, "is it running there?")
	execute(t, setting{endpoint: func(string) (Endpoint, error) { return Endpoint{}, errors.New("the address is odd") }}, "status").
		want(t, ExitUsage, "the address is odd")
}
