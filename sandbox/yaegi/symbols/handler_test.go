package symbols

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/traefik/yaegi/interp"
)

// A handler of package net/http works with what is exposed of it.
func TestExports_ServeTheHandlerForm(t *testing.T) {
	t.Parallel()
	const source = `package main
import ("encoding/json"; "fmt"; "io"; "net/http"; "strings")
type counter struct { http.ResponseWriter; n int }
func (c *counter) Write(b []byte) (int, error) { c.n += len(b); return c.ResponseWriter.Write(b) }
func logged(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("X-Before", r.Method)
		next.ServeHTTP(w, r)
	})
}
var mux = logged(http.HandlerFunc(serve))
func serve(w http.ResponseWriter, r *http.Request) {
	switch r.URL.Path {
	case "/json":
		var v struct { Name string }
		b, err := io.ReadAll(r.Body)
		if err == nil { err = json.Unmarshal(b, &v) }
		if err != nil { http.Error(w, err.Error(), http.StatusBadRequest); return }
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(http.StatusCreated)
		fmt.Fprintf(w, "{%q:%q}", "hello", v.Name)
	case "/form":
		http.SetCookie(w, &http.Cookie{Name: "c", Value: "v", HttpOnly: true, SameSite: http.SameSiteStrictMode})
		io.WriteString(w, r.FormValue("a") + r.PathValue("id") + strings.Join(r.Header["Accept"], ""))
	case "/old":
		http.Redirect(w, r, "/new", http.StatusMovedPermanently)
	default:
		http.NotFound(w, r)
	}
}
func Handle(w http.ResponseWriter, r *http.Request) { mux.ServeHTTP(w, r) }
`
	imports, err := check(t, source)
	if err != nil {
		t.Fatal(err)
	}
	i := interp.New(interp.Options{GoPath: "/nonexistent", SourcecodeFilesystem: fstest.MapFS{}})
	if err := i.Use(Exports(&recorder{}, imports)); err != nil {
		t.Fatal(err)
	}
	if _, err := i.Eval(source); err != nil {
		t.Fatal(err)
	}
	v, err := i.Eval("main.Handle")
	if err != nil {
		t.Fatal(err)
	}
	handle, ok := v.Interface().(func(http.ResponseWriter, *http.Request))
	if !ok {
		t.Fatalf("Handle is %s", v.Type())
	}
	tests := []struct {
		method, target, body string
		status               int
		header, want, answer string
	}{
		{"POST", "/json", `{"Name":"a"}`, 201, "Content-Type", "application/json", `{"hello":"a"}`},
		{"POST", "/json", `{`, 400, "X-Before", "POST", "unexpected end of JSON input\n"},
		{"GET", "/form?a=1", "", 200, "Set-Cookie", "c=v; HttpOnly; SameSite=Strict", "17*"},
		{"GET", "/old", "", 301, "Location", "/new", "<a href=\"/new\">Moved Permanently</a>.\n\n"},
		{"GET", "/x", "", 404, "X-Before", "GET", "404 page not found\n"},
	}
	for _, tt := range tests {
		r := httptest.NewRequest(tt.method, tt.target, strings.NewReader(tt.body))
		r.Header.Set("Accept", "*")
		r.SetPathValue("id", "7")
		w := httptest.NewRecorder()
		handle(w, r)
		if w.Code != tt.status || w.Header().Get(tt.header) != tt.want || w.Body.String() != tt.answer {
			t.Errorf("%s %s: %d %v %q", tt.method, tt.target, w.Code, w.Header(), w.Body)
		}
	}
}
