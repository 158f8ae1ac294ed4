package picloud

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/caddyserver/caddy/v2"
)

// BenchmarkDispatch is a request's way through PiCloud alone, without a
// connection: match, execute, answer, record. "respond" is the floor: the same
// answer without a script.
func BenchmarkDispatch(b *testing.B) {
	s := startServer(b, nil, nil)
	hello := s.script("hello", `return "hello", nil`, nil)
	s.route(hello, map[string]any{"path": "/hello"})
	s.route(hello, map[string]any{"path": "/users/:id"})
	app, err := caddy.ActiveContext().AppIfConfigured("picloud")
	if err != nil {
		b.Fatal(err)
	}
	handler := &Handler{app: app.(*App)}

	b.Run("respond", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			w := httptest.NewRecorder()
			w.Header().Set("Content-Type", "text/plain; charset=utf-8")
			if _, err := w.Write([]byte("hello")); err != nil {
				b.Fatal(err)
			}
		}
	})
	for name, target := range map[string]string{"exact": "/hello", "param": "/users/7?q=1"} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			request := httptest.NewRequest(http.MethodGet, target, nil)
			for b.Loop() {
				w := httptest.NewRecorder()
				if err := handler.ServeHTTP(w, request, nil); err != nil || w.Code != http.StatusOK {
					b.Fatalf("%d, %v", w.Code, err)
				}
			}
		})
	}
}
