package e2e

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"
)

const adminPath = "/api/v1/admin"

// object is a JSON object to send.
type object = map[string]any

// answer is a response that was read.
type answer struct {
	request string // for messages
	status  int
	header  http.Header
	body    []byte
}

func (s *server) site(path string) string { return "http://" + s.public + path }

// get requests a path of the site. The header is names and values in turn.
func (s *server) get(t *testing.T, path string, header ...string) answer {
	t.Helper()
	return s.call(t, http.MethodGet, path, nil, header...)
}

// call requests a path of the site.
func (s *server) call(t *testing.T, method, path string, body any, header ...string) answer {
	t.Helper()
	return must(s.do(method, s.site(path), body, header...))(t)
}

// api requests a path of the admin API.
func (s *server) api(t *testing.T, method, path string, body any, header ...string) answer {
	t.Helper()
	return must(s.tryAPI(method, path, body, header...))(t)
}

// tryAPI is api for goroutines that are not the test's, and for servers that
// may be gone.
func (s *server) tryAPI(method, path string, body any, header ...string) (answer, error) {
	return s.do(method, "http://"+s.admin+adminPath+path, body, header...)
}

func must(a answer, err error) func(*testing.T) answer {
	return func(t *testing.T) answer {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return a
	}
}

// do sends a request. Bytes are sent as they are, everything else but nil as
// JSON. The header is names and values in turn; Host is among them.
func (s *server) do(method, target string, body any, header ...string) (answer, error) {
	var content io.Reader
	media := ""
	switch b := body.(type) {
	case nil:
	case []byte:
		content = bytes.NewReader(b)
	default:
		text, err := json.Marshal(b)
		if err != nil {
			return answer{}, err
		}
		content, media = bytes.NewReader(text), "application/json"
	}
	r, err := http.NewRequest(method, target, content)
	if err != nil {
		return answer{}, err
	}
	if media != "" {
		r.Header.Set("Content-Type", media)
	}
	for i := 0; i < len(header); i += 2 {
		if header[i] == "Host" {
			r.Host = header[i+1]
			continue
		}
		r.Header.Set(header[i], header[i+1])
	}
	response, err := s.client.Do(r)
	if err != nil {
		return answer{}, err
	}
	return read(response, method+" "+target)
}

// raw sends the head of a request as it is, for what no client would send.
func (s *server) raw(t *testing.T, method, target, host string) answer {
	t.Helper()
	connection, err := net.DialTimeout("tcp", s.public, patience)
	if err != nil {
		t.Fatal(err)
	}
	defer closing(t, connection)
	if err := connection.SetDeadline(time.Now().Add(patience)); err != nil {
		t.Fatal(err)
	}
	if _, err := fmt.Fprintf(connection, "%s %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n", method, target, host); err != nil {
		t.Fatal(err)
	}
	response, err := http.ReadResponse(bufio.NewReader(connection), nil)
	if err != nil {
		t.Fatalf("%s %s: %v", method, target, err)
	}
	return must(read(response, method+" "+target))(t)
}

func closing(t *testing.T, c io.Closer) {
	t.Helper()
	if err := c.Close(); err != nil {
		t.Error(err)
	}
}

func read(r *http.Response, request string) (answer, error) {
	defer r.Body.Close()
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return answer{}, fmt.Errorf("%s: reading the answer: %w", request, err)
	}
	return answer{request: request, status: r.StatusCode, header: r.Header, body: body}, nil
}

func (a answer) String() string {
	return fmt.Sprintf("%s: %d %s", a.request, a.status, bytes.TrimSpace(a.body[:min(len(a.body), 2000)]))
}

// want wants a status.
func (a answer) want(t *testing.T, status int) answer {
	t.Helper()
	if a.status != status {
		t.Fatalf("want status %d, got %s", status, a)
	}
	return a
}

// wantBody wants status 200 and a body, to the byte.
func (a answer) wantBody(t *testing.T, body string) answer {
	t.Helper()
	a.want(t, http.StatusOK)
	if string(a.body) != body {
		t.Fatalf("want body %q, got %s", body, a)
	}
	return a
}

// wantHeader wants a header field.
func (a answer) wantHeader(t *testing.T, name, value string) answer {
	t.Helper()
	if got := a.header.Get(name); got != value {
		t.Fatalf("want %s: %q, got %q in %s", name, value, got, a)
	}
	return a
}

// wantProblem wants a problem document with a status and a code.
func (a answer) wantProblem(t *testing.T, status int, code string) problem {
	t.Helper()
	a.want(t, status).wantHeader(t, "Content-Type", "application/problem+json")
	p := decode[problem](t, a)
	if p.Code != code {
		t.Fatalf("want code %q, got %s", code, a)
	}
	if p.Status != status || p.Title == "" || p.Detail == "" {
		t.Fatalf("want a whole problem document, got %s", a)
	}
	return p
}

// execution is the id of the execution that answered.
func (a answer) execution(t *testing.T) string {
	t.Helper()
	id := a.header.Get("X-Picloud-Execution-Id")
	if id == "" {
		t.Fatalf("want an execution id, got %s", a)
	}
	return id
}

// decode reads the body as JSON.
func decode[T any](t *testing.T, a answer) T {
	t.Helper()
	var v T
	if err := json.Unmarshal(a.body, &v); err != nil {
		t.Fatalf("%v in %s", err, a)
	}
	return v
}

// list reads all items of a list of the admin API, page by page.
func list[T any](t *testing.T, s *server, path string, query url.Values) []T {
	t.Helper()
	query = maps.Clone(query)
	if query == nil {
		query = url.Values{}
	}
	if !query.Has("limit") {
		query.Set("limit", "200")
	}
	var items []T
	for {
		got := decode[page[T]](t, s.api(t, http.MethodGet, path+"?"+query.Encode(), nil).want(t, http.StatusOK))
		items = append(items, got.Items...)
		if got.NextCursor == "" {
			return items
		}
		query.Set("cursor", got.NextCursor)
	}
}

// eventually waits for a condition.
func eventually(t *testing.T, what string, holds func() bool) {
	t.Helper()
	for deadline := time.Now().Add(patience); !holds(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("after %s it still does not hold that %s", patience, what)
		}
	}
}

// contains wants a text to contain others.
func contains(t *testing.T, text string, parts ...string) {
	t.Helper()
	for _, part := range parts {
		if !strings.Contains(text, part) {
			t.Errorf("want %q in %q", part, text)
		}
	}
}
