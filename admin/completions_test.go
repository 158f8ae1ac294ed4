package admin

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/picloud/picloud/sandbox/yaegi/symbols"
)

// withCompletions replaces the handler of a fixture by one that offers data.
func withCompletions(f *fixture, data []byte) {
	f.t.Helper()
	c := f.config
	c.Completions = data
	api, err := New(c)
	if err != nil {
		f.t.Fatal(err)
	}
	f.handler = api.Trusted()
}

func TestCompletions_AnswerAllThatTheEngineOffers(t *testing.T) {
	t.Parallel()
	f := newFixture(t, nil)
	withCompletions(f, symbols.Completions())
	rec := f.send(http.MethodGet, "/completions", "")
	if rec.Code != http.StatusOK || rec.Header().Get("Content-Type") != "application/json" {
		t.Fatalf("%d %s: %s", rec.Code, rec.Header().Get("Content-Type"), rec.Body)
	}
	// Nothing is lost on the way.
	if got, want := compact(t, rec.Body.Bytes()), compact(t, symbols.Completions()); got != want {
		t.Errorf("the answer has %d bytes and is not the engine's document of %d", len(got), len(want))
	}
	for _, want := range []string{`"path":"github.com/picloud/picloud/sdk"`, `"signature":"func Cut(s, sep string) (before, after string, found bool)"`} {
		if !strings.Contains(rec.Body.String(), want) {
			t.Errorf("there is no %s", want)
		}
	}
}

// compact writes JSON in one way.
func compact(t *testing.T, data []byte) string {
	t.Helper()
	var v any
	if err := json.Unmarshal(data, &v); err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestCompletions_AreSentOnce(t *testing.T) {
	t.Parallel()
	f := newFixture(t, nil)
	withCompletions(f, []byte(`{"packages":[],"keywords":["if"],"builtins":[]}`))
	first := f.send(http.MethodGet, "/completions", "")
	tag := first.Header().Get("ETag")
	if len(tag) < 10 || tag[0] != '"' || first.Header().Get("Cache-Control") != "private, no-cache" {
		t.Fatalf("the answer cannot be kept: %v", first.Header())
	}
	for _, known := range []string{tag, "W/" + tag, `"other", ` + tag, "*", tag[:len(tag)-1] + `-gzip"`, `W/` + tag[:len(tag)-1] + `-br"`} {
		rec := f.send(http.MethodGet, "/completions", "", "If-None-Match", known)
		if rec.Code != http.StatusNotModified || rec.Body.Len() != 0 || rec.Header().Get("ETag") != tag {
			t.Errorf("with %s: %d %q %v", known, rec.Code, rec.Body, rec.Header())
		}
	}
	if rec := f.send(http.MethodGet, "/completions", "", "If-None-Match", `"other"`); rec.Code != http.StatusOK || !strings.Contains(rec.Body.String(), `"if"`) {
		t.Errorf("with another tag: %d %s", rec.Code, rec.Body)
	}
	withCompletions(f, []byte(`{"packages":[],"keywords":["for"],"builtins":[]}`))
	if rec := f.send(http.MethodGet, "/completions", "", "If-None-Match", tag); rec.Code != http.StatusOK {
		t.Errorf("after an upgrade: %d", rec.Code)
	}
}

func TestCompletions_MayBeEmptyButNotBroken(t *testing.T) {
	t.Parallel()
	f := newFixture(t, nil)
	if o := f.must(http.MethodGet, "/completions", ""); len(o["packages"].([]any)) != 0 {
		t.Errorf("got %v", o)
	}
	withCompletions(f, []byte(`{"packages":`))
	if rec := f.send(http.MethodGet, "/completions", ""); rec.Code != http.StatusInternalServerError {
		t.Errorf("got %d %s", rec.Code, rec.Body)
	}
}
