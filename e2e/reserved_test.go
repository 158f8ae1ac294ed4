package e2e

import (
	"net/http"
	"testing"
)

func TestReserved_PathsNeverReachAScript(t *testing.T) {
	t.Parallel()
	s := start(t, setup{})
	all := s.deploy(t, "all", textSource("script"), "/*", "/:a", "/:a/:b", "/:a/:b/:c", "/:a/:b/:c/:d")
	s.bind(t, all, object{"path": "/*", "host": "strict.example.com"})
	s.bind(t, all, object{"path": "/*", "host": "*.example.com"})

	for _, c := range []struct {
		target string
		status int
	}{
		{"/healthz", http.StatusOK},
		{"/health%7A", http.StatusOK},
		{"/healthz/", http.StatusNotFound},
		{"/version", http.StatusOK},
		{"/%76ersion?x=1", http.StatusOK},
		{"/version/x", http.StatusNotFound},
		{"/admin", http.StatusPermanentRedirect},
		{"/%61dmin", http.StatusPermanentRedirect},
		{"/%61%64%6D%69%6e", http.StatusPermanentRedirect},
		{"/admin/", http.StatusOK},
		{"/admin/x/y", http.StatusOK},
		{"/adm%69n/x", http.StatusOK},
		{"/admin/../x", http.StatusNotFound},
		{"/admin/%2e%2e/x", http.StatusNotFound},
		{"/admin//x", http.StatusNotFound},
		{"/api", http.StatusNotFound},
		{"/api/", http.StatusNotFound},
		{"/ap%69/x", http.StatusNotFound},
		{"/api/v2/things", http.StatusNotFound},
		{"/api/v1/execute/", http.StatusNotFound},
		{"/api/v1/admin/scripts", http.StatusForbidden},
		{"/api/v1/admin", http.StatusForbidden},
		{"/%61pi/v1/admin/routes", http.StatusForbidden},
		{"http://elsewhere.example/admin", http.StatusPermanentRedirect},
		{"http://elsewhere.example/%61pi/v1/admin/scripts", http.StatusForbidden},
		{"http://elsewhere.example/healthz", http.StatusOK},
	} {
		for _, host := range []string{"localhost", "strict.example.com", "any.example.com"} {
			t.Run(c.target+" on "+host, func(t *testing.T) {
				a := s.raw(t, http.MethodGet, c.target, host).want(t, c.status)
				if string(a.body) == "script" || a.header.Get("X-Picloud-Execution-Id") != "" {
					t.Errorf("want no script to answer, got %s", a)
				}
				if c.status == http.StatusPermanentRedirect {
					a.wantHeader(t, "Location", "/admin/")
				}
			})
		}
	}
	t.Run("whatever the method", func(t *testing.T) {
		for _, method := range []string{"POST", "PUT", "DELETE", "PATCH", "OPTIONS", "PROPFIND"} {
			for _, target := range []string{"/healthz", "/version", "/admin/", "/%61pi/x", "/api/v1/admin/scripts"} {
				a := s.raw(t, method, target, "localhost")
				if string(a.body) == "script" || a.header.Get("X-Picloud-Execution-Id") != "" || a.status < 400 {
					t.Errorf("want no script to answer, got %s", a)
				}
			}
		}
	})
	t.Run("paths that only look like them are free", func(t *testing.T) {
		for _, target := range []string{"/apix", "/versions", "/Admin", "/API/v1/admin", "/x/admin", "/healthz.html", "/%2561dmin", "http://elsewhere.example/x"} {
			s.raw(t, http.MethodGet, target, "localhost").wantBody(t, "script")
		}
	})
}

// A reserved path is one whose first segment is the word. Behind an empty
// segment it is a path like any other.
func TestReserved_WordsBehindAnEmptySegmentAreFree(t *testing.T) {
	t.Parallel()
	s := start(t, setup{})
	s.deploy(t, "all", textSource("script"), "/*")
	for _, target := range []string{"//admin", "///api/v1/admin/scripts", "//healthz", "http://elsewhere.example//admin"} {
		t.Run(target, func(t *testing.T) {
			if a := s.raw(t, http.MethodGet, target, "localhost"); string(a.body) != "script" {
				t.Errorf("want the catch-all script to answer, got %s", a)
			}
		})
	}
}
