package picloud

import (
	"bufio"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/caddyserver/caddy/v2"
)

// follow opens a live tail on the site and returns the names and data of its
// events, in turns, until it ends.
func (s *server) follow(token, query string) <-chan string {
	s.t.Helper()
	request, err := http.NewRequestWithContext(s.t.Context(), "GET", fmt.Sprintf("http://127.0.0.1:%d/api/v1/admin/logs:tail%s", s.port, query), nil)
	if err != nil {
		s.t.Fatal(err)
	}
	request.Header.Set("Authorization", "Bearer "+token)
	response, err := new(http.Transport).RoundTrip(request)
	if err != nil || response.StatusCode != http.StatusOK {
		s.t.Fatalf("%v %v", response, err)
	}
	lines := make(chan string, 100)
	go func() {
		defer close(lines)
		defer response.Body.Close()
		for in := bufio.NewScanner(response.Body); in.Scan(); {
			if name, value, _ := strings.Cut(in.Text(), ": "); name == "event" || name == "data" {
				lines <- value
			}
		}
	}()
	return lines
}

// nextLine returns the next line of a tail.
func nextLine(t *testing.T, lines <-chan string) string {
	t.Helper()
	select {
	case line := <-lines:
		return line
	case <-time.After(20 * time.Second):
		t.Fatal("nothing comes")
		return ""
	}
}

func TestTail_OnASiteFollowsExecutionsUntilAReloadOrTheEnd(t *testing.T) {
	s := startServer(t, nil, nil)
	s.route(s.script("greet", `return "hello", nil`, nil), map[string]any{"path": "/greet"})
	token, _ := s.token("read")

	lines := s.follow(token, "?text=greet")
	s.do("GET", "/greet?n=1", nil)
	if name, data := nextLine(t, lines), nextLine(t, lines); name != "execution" || !strings.Contains(data, `"path":"/greet?n=1"`) {
		t.Fatalf("%s: %s", name, data)
	}
	if err := s.load(map[string]any{"public_base_url": "https://example.com"}, nil); err != nil {
		t.Fatal(err)
	}
	if name, data := nextLine(t, lines), nextLine(t, lines); name != "end" || data != `{"reason":"reload"}` {
		t.Fatalf("%s: %s", name, data)
	}

	lines = s.follow(token, "")
	stopped := make(chan error, 1)
	go func() { stopped <- caddy.Stop() }()
	if name := nextLine(t, lines); name != "end" {
		t.Errorf("got %s", name)
	}
	select {
	case err := <-stopped:
		if err != nil {
			t.Error(err)
		}
	case <-time.After(20 * time.Second):
		t.Error("Caddy does not stop while a client follows the log")
	}
}

func TestTestRun_LeavesTheLiveVersionAndTheLogAlone(t *testing.T) {
	s := startServer(t, nil, nil)
	id := s.script("count", "n++\nreturn n, nil\n}\n\nvar n int\n\nfunc unused() {", map[string]any{"max_concurrency": 1})
	s.route(id, map[string]any{"path": "/count"})
	count := func(want string) {
		t.Helper()
		if got := readBody(t, s.do("GET", "/count", nil)); strings.TrimSpace(got) != want {
			t.Errorf("the live version answers %s, want %s", got, want)
		}
	}
	count("1")
	for range 2 {
		status, answer := s.admin("POST", "/scripts/"+id+"/test", map[string]any{"request": map[string]any{"url": "/count"}})
		response, _ := answer["response"].(map[string]any)
		if body, _ := response["body"].(string); status != http.StatusOK || strings.TrimSpace(body) != "1" {
			t.Errorf("a test run answers %d %v", status, answer)
		}
	}
	count("2")
	if n := s.executions(); n != 2 {
		t.Errorf("%d executions are recorded, want those of the live version", n)
	}
}
