package picloud

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/caddyserver/caddy/v2"
)

// startEncodingServer loads a config in which what PiCloud answers is
// compressed, as in Caddyfile.example.
func startEncodingServer(t *testing.T) *server {
	t.Helper()
	s := startServer(t, nil, nil)
	var config map[string]any
	if err := json.Unmarshal(s.config(nil, nil), &config); err != nil {
		t.Fatal(err)
	}
	at := config
	for _, name := range []string{"apps", "http", "servers", "test"} {
		at = at[name].(map[string]any)
	}
	at["routes"] = append([]any{map[string]any{"handle": []any{map[string]any{
		"handler":   "encode",
		"encodings": map[string]any{"gzip": map[string]any{}, "zstd": map[string]any{}},
		"prefer":    []string{"zstd", "gzip"},
	}}}}, at["routes"].([]any)...)
	text, err := json.Marshal(config)
	if err != nil {
		t.Fatal(err)
	}
	if err := caddy.Load(text, true); err != nil {
		t.Fatal(err)
	}
	return s
}

func TestEncode_ChangesTagsThatAreTakenBack(t *testing.T) {
	s := startEncodingServer(t)
	id := s.script("greet", `return "`+strings.Repeat("hello ", 200)+`", nil`, nil)
	token, _ := s.token("write")
	tagOf := func(path, encoding string) string {
		t.Helper()
		response := s.browse("GET", "/api/v1/admin"+path, nil, call{token: token, header: header("Accept-Encoding", encoding)})
		if got := response.Header.Get("Content-Encoding"); response.StatusCode != 200 || got != encoding {
			t.Fatalf("%s: %d in %q, want %q", path, response.StatusCode, got, encoding)
		}
		return response.Header.Get("ETag")
	}
	for i, encoding := range []string{"gzip", "zstd"} {
		tag := tagOf("/scripts/"+id, encoding)
		if !strings.HasSuffix(tag, "-"+encoding+`"`) {
			t.Errorf("the tag is %s: what is tested here?", tag)
		}
		change := call{
			method: "PUT", path: "/scripts/" + id, token: token, header: header("If-Match", tag),
			body: map[string]any{"name": "greet", "source": scriptSource(fmt.Sprintf(`return "%d", nil`, i))},
		}
		s.wantSite(change, 200, "")
		s.wantSite(change, 412, "stale")
		// Make it large enough again for the next encoding.
		s.wantSite(call{method: "PUT", path: "/scripts/" + id, token: token, body: map[string]any{
			"name": "greet", "source": scriptSource(`return "` + strings.Repeat("hello ", 200) + `", nil`),
		}}, 200, "")
	}
	// A client may send a tag back over a connection that is not compressed.
	for _, back := range []string{"gzip", "zstd", "identity", "br"} {
		response := s.browse("GET", "/api/v1/admin/completions", nil, call{
			token: token, header: header("Accept-Encoding", back, "If-None-Match", tagOf("/completions", "gzip")),
		})
		if response.StatusCode != http.StatusNotModified || readBody(t, response) != "" {
			t.Errorf("the completions for %s: %d", back, response.StatusCode)
		}
	}
}

func TestEncode_CompressesTheDashboard(t *testing.T) {
	s := startEncodingServer(t)
	for _, path := range []string{"/admin/", "/admin/setup"} {
		response := s.browse("GET", path, nil, call{header: header("Accept-Encoding", "gzip")})
		if got := response.Header.Get("Content-Encoding"); response.StatusCode != 200 || got != "gzip" {
			t.Fatalf("%s: %d in %q", path, response.StatusCode, got)
		}
		in, err := gzip.NewReader(response.Body)
		if err != nil {
			t.Fatal(err)
		}
		page, err := io.ReadAll(in)
		if err != nil || !strings.Contains(string(page), "PiCloud") {
			t.Errorf("%s: %v %.200s", path, err, page)
		}
		again := s.browse("GET", path, nil, call{header: header("Accept-Encoding", "gzip", "If-None-Match", response.Header.Get("ETag"))})
		if again.StatusCode != 304 {
			t.Errorf("%s: %d when it is known, want 304", path, again.StatusCode)
		}
	}
}

func TestEncode_HoldsNoEventOfTheTailBack(t *testing.T) {
	s := startEncodingServer(t)
	s.route(s.script("greet", `return "hello", nil`, nil), map[string]any{"path": "/greet"})
	token, _ := s.token("read")
	request, err := http.NewRequestWithContext(t.Context(), "GET", fmt.Sprintf("http://127.0.0.1:%d/api/v1/admin/logs:tail", s.port), nil)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Authorization", "Bearer "+token)
	request.Header.Set("Accept-Encoding", "gzip")
	transport := new(http.Transport)
	defer transport.CloseIdleConnections()
	response, err := transport.RoundTrip(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if response.StatusCode != 200 || response.Header.Get("Content-Type") != "text/event-stream" {
		t.Fatalf("%d %v", response.StatusCode, response.Header)
	}
	lines := make(chan string, 100)
	go func() {
		defer close(lines)
		var in io.Reader = response.Body
		if response.Header.Get("Content-Encoding") == "gzip" {
			if in, err = gzip.NewReader(response.Body); err != nil {
				return
			}
		}
		for scanner := bufio.NewScanner(in); scanner.Scan(); {
			if name, value, _ := strings.Cut(scanner.Text(), ": "); name == "data" {
				lines <- value
			}
		}
	}()
	for i := range 3 {
		// The next one is only sent when this one has come.
		s.do("GET", fmt.Sprintf("/greet?n=%d", i), nil)
		if data := nextLine(t, lines); !strings.Contains(data, fmt.Sprintf(`"path":"/greet?n=%d"`, i)) {
			t.Fatalf("event %d: %s", i, data)
		}
	}
}
