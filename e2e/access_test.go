package e2e

import (
	"bufio"
	"encoding/json"
	"fmt"
	"maps"
	"net"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

// everywhere makes the sites of Caddyfile.example listen on all interfaces.
var everywhere = edit{"default_bind 127.0.0.1", "default_bind 0.0.0.0"}

// spellings are other ways to write a path below /api, some of which mean the
// same to some programs.
var spellings = []struct {
	name string
	of   func(path string) string
}{
	{"as it is", func(p string) string { return p }},
	{"with a slash behind", func(p string) string { return p + "/" }},
	{"with a dot behind", func(p string) string { return p + "." }},
	{"with dots behind", func(p string) string { return p + "/." }},
	{"through a parent", func(p string) string { return p + "/../" + p[strings.LastIndexByte(p, '/')+1:] }},
	{"through an encoded parent", func(p string) string { return strings.Replace(p, "/admin", "/%2e%2e/v1/admin", 1) }},
	{"from a free path", func(p string) string { return "/x/.." + p }},
	{"from a page of the dashboard", func(p string) string { return "/admin/.." + p }},
	{"from the health check", func(p string) string { return "/healthz/.." + p }},
	{"two slashes before", func(p string) string { return "/" + p }},
	{"two slashes within", func(p string) string { return strings.Replace(p, "/v1/", "//v1/", 1) }},
	{"two slashes at the end", func(p string) string { i := strings.LastIndexByte(p, '/'); return p[:i] + "/" + p[i:] }},
	{"a backslash", func(p string) string { return strings.Replace(p, "/admin/", `/admin\`, 1) }},
	{"an encoded letter", func(p string) string { return strings.Replace(p, "/api", "/%61pi", 1) }},
	{"encoded letters", func(p string) string { return strings.Replace(p, "/admin", "/%61%64%6D%69%6e", 1) }},
	{"encoded twice", func(p string) string { return strings.Replace(p, "/api", "/%2561pi", 1) }},
	{"an encoded slash", func(p string) string { return strings.Replace(p, "/v1/admin", "/v1%2fadmin", 1) }},
	{"a zero byte", func(p string) string { return p + "%00" }},
	{"parameters", func(p string) string { return p + ";jsessionid=1" }},
	{"upper case", strings.ToUpper},
	{"upper case of one segment", func(p string) string { return strings.Replace(p, "/admin", "/Admin", 1) }},
	{"another origin", func(p string) string { return "http://localhost:2019" + p }},
	{"a query", func(p string) string { return p + "?token=pcl_x&open=true" }},
}

// hosts are names under which a stranger may ask.
var hosts = []string{"127.0.0.1", "localhost:2019", "admin.localhost", "evil.example", "[::1]", ""}

// methods are those that no operation of a path may have.
var methods = []string{"HEAD", "OPTIONS", "PATCH", "TRACE", "PROPFIND", "QUERY", "get"}

// A machine that was just set up is on the internet before anybody has signed
// in. The table that -v shows has what each operation answers a stranger, as it
// is written in the API's document and in other ways.
func TestAccess_AFreshStartAnswersNothingButTheSetupToStrangers(t *testing.T) {
	t.Parallel()
	s := start(t, setup{edits: []edit{everywhere}})
	outside := s.outside(t)
	document := decode[struct {
		Paths map[string]map[string]any `json:"paths"`
	}](t, s.api(t, http.MethodGet, "/openapi.json", nil).want(t, http.StatusOK))

	param := regexp.MustCompile(`\{[a-z_]+\}`)
	var rows []string
	walked := 0
	for _, path := range slices.Sorted(maps.Keys(document.Paths)) {
		target := param.ReplaceAllString(path, "01890a5d-ac96-774b-bcce-b302099a8057")
		for _, method := range slices.Sorted(maps.Keys(document.Paths[path])) {
			method = strings.ToUpper(method)
			walked++
			row := map[string]int{}
			var plain string
			ask := func(method, target, host string) {
				a := knock(t, outside, method, target, host)
				said := a.outcome()
				if plain == "" {
					plain = said
				} else {
					row[said]++
				}
				if !isOpen(method, target) && a.status < 400 {
					t.Errorf("want a stranger to be refused, got %s (Host: %s)", a, host)
				}
				if cookie := a.header.Get("Set-Cookie"); strings.Contains(cookie, "picloud_session=pcs_") {
					t.Errorf("a stranger is given a session by %s", a)
				}
			}
			for _, spelling := range spellings {
				ask(method, spelling.of(target), outside)
			}
			for _, host := range hosts {
				ask(method, target, host)
			}
			for _, other := range methods {
				ask(other, target, outside)
			}
			var odd []string
			for _, said := range slices.Sorted(maps.Keys(row)) {
				odd = append(odd, fmt.Sprintf("%s ×%d", said, row[said]))
			}
			rows = append(rows, fmt.Sprintf("%-7s %-45s %-22s | %s", method, strings.TrimPrefix(path, adminPath), plain, strings.Join(odd, ", ")))
		}
	}
	t.Logf("what a stranger is answered, as it is written and in %d other ways:\n%s",
		len(spellings)-1+len(hosts)+len(methods), strings.Join(rows, "\n"))
	if walked < 30 {
		t.Errorf("want all operations, got %d", walked)
	}

	t.Run("and of the rest of the site", func(t *testing.T) {
		for _, c := range []struct {
			method, target string
			status         int
		}{
			{"GET", "/healthz", 200},
			{"GET", "/version", 200},
			{"GET", "/admin", 308},
			{"GET", "/admin/", 200},
			{"GET", "/admin/setup", 200},
			{"GET", "/admin/scripts", 200}, // the same page, which asks the API
			{"GET", "/admin/_app/version.json", 200},
			{"GET", adminPath + "/setup", 200},
			{"POST", "/healthz", 405},
			{"DELETE", "/admin/", 405},
			{"GET", "/admin/index.go", 404},
			{"GET", "/admin/../Caddyfile", 404},
			{"GET", "/admin/..%2f..%2fpicloud.db", 404},
			{"GET", "/", 404},
			{"GET", "/metrics", 404},
			{"GET", "/config/", 404},
			{"GET", "/debug/pprof/", 404},
			{"GET", "/api", 404},
			{"GET", "/api/v1", 404},
			{"GET", "/api/v1/admin", 403},
			{"GET", "/api/v1/execute/01890a5d-ac96-774b-bcce-b302099a8057", 404},
			{"POST", "/api/v1/execute/", 404},
			{"CONNECT", "localhost:2019", 404},
		} {
			a := knock(t, outside, c.method, c.target, outside)
			t.Logf("%-7s %-60s %s", c.method, c.target, a.outcome())
			if a.status != c.status {
				t.Errorf("want status %d, got %s", c.status, a)
			}
		}
	})
	t.Run("and nothing has come of it", func(t *testing.T) {
		for _, path := range []string{"/tokens", "/sessions", "/scripts", "/routes", "/logs", "/audit"} {
			if items := list[object](t, s, path, nil); len(items) != 0 {
				t.Errorf("want no %s, got %v", path, items)
			}
		}
		if connection, err := net.DialTimeout("tcp", net.JoinHostPort(hostOf(t, outside), portOf(t, s.admin)), time.Second); err == nil && hostOf(t, outside) != "127.0.0.1" {
			_ = connection.Close() // only whether it can be opened matters
			t.Error("Caddy's admin endpoint can be reached from outside")
		}
		s.setupCode(t)
		if !s.setupIsOpen(t) {
			t.Error("want the setup to be open still")
		}
	})
}

// isOpen reports whether a stranger may have an answer: whether the setup is
// open, and that nobody is signed in any more.
func isOpen(method, target string) bool {
	path, _, _ := strings.Cut(strings.TrimPrefix(target, "http://localhost:2019"), "?")
	path = strings.NewReplacer("%61", "a", "%64", "d", "%6D", "m", "%69", "i", "%6e", "n").Replace(path)
	switch method {
	case http.MethodGet, http.MethodHead:
		return path == adminPath+"/setup"
	case http.MethodDelete:
		return path == adminPath+"/session"
	default:
		return false
	}
}

// outside is the address of the site on an interface that other machines reach,
// or on the loopback interface when there is no other.
func (s *server) outside(t *testing.T) string {
	t.Helper()
	addresses, err := net.InterfaceAddrs()
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range addresses {
		if n, ok := a.(*net.IPNet); ok && n.IP.To4() != nil && n.IP.IsGlobalUnicast() {
			return net.JoinHostPort(n.IP.String(), portOf(t, s.public))
		}
	}
	return s.public
}

func hostOf(t *testing.T, address string) string {
	t.Helper()
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		t.Fatal(err)
	}
	return host
}

func portOf(t *testing.T, address string) string {
	t.Helper()
	_, port, err := net.SplitHostPort(address)
	if err != nil {
		t.Fatal(err)
	}
	return port
}

// knock sends a request as it is, with an empty object as its body, as nobody.
func knock(t *testing.T, address, method, target, host string) answer {
	t.Helper()
	connection, err := net.DialTimeout("tcp", address, patience)
	if err != nil {
		t.Fatal(err)
	}
	defer closing(t, connection)
	if err := connection.SetDeadline(time.Now().Add(patience)); err != nil {
		t.Fatal(err)
	}
	if _, err := fmt.Fprintf(connection, "%s %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n"+
		"Content-Type: application/json\r\nContent-Length: 2\r\n\r\n{}", method, target, host); err != nil {
		t.Fatal(err)
	}
	response, err := http.ReadResponse(bufio.NewReader(connection), &http.Request{Method: method})
	if err != nil {
		t.Fatalf("%s %s: %v", method, target, err)
	}
	return must(read(response, method+" "+target))(t)
}

// outcome is the status and, of a problem, its code.
func (a answer) outcome() string {
	var p problem
	// What is no problem document has no code.
	_ = json.Unmarshal(a.body, &p)
	return strings.TrimSpace(fmt.Sprint(a.status, " ", p.Code))
}
