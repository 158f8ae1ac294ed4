package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// streams is an API whose tail is what a test says for each connection.
func streams(t *testing.T, connections ...func(w io.Writer, r *http.Request)) *fake {
	t.Helper()
	f := newFake(t)
	f.on("GET /logs", http.StatusOK, page(greetExecution()))
	var mu sync.Mutex
	n := 0
	f.mux.HandleFunc("GET /logs:tail", func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		i := n
		n++
		mu.Unlock()
		if i >= len(connections) {
			reply(w, http.StatusForbidden, object{"status": 403, "code": "forbidden", "detail": "the script is over"})
			return
		}
		w.Header().Set("Content-Type", "text/event-stream")
		w.WriteHeader(http.StatusOK)
		connections[i](w, r)
		if flusher, ok := w.(http.Flusher); ok {
			flusher.Flush()
		}
	})
	return f
}

func send(w io.Writer, format string, args ...any) {
	// An error means that the client is gone.
	_, _ = fmt.Fprintf(w, format, args...)
}

func sendExecution(w io.Writer, id string) {
	send(w, ": beat\n\nevent: execution\nid: %s\ndata: {\"id\":%q}\n\n", id, id)
}

func follow(ctx context.Context, t *testing.T, f *fake, show func(string) error) error {
	t.Helper()
	tail := &tail{
		client:  &client{base: f.URL, http: f.Client()},
		wait:    time.Millisecond,
		broken:  func(error) {},
		dropped: func(int64) {},
	}
	return tail.run(ctx, func(data json.RawMessage) error {
		var e execution
		if err := json.Unmarshal(data, &e); err != nil {
			return err
		}
		return show(e.ID)
	})
}

func TestTail_ResumesAfterTheLastExecution(t *testing.T) {
	t.Parallel()
	var resumed []string
	f := streams(t,
		func(w io.Writer, r *http.Request) {
			resumed = append(resumed, r.Header.Get("Last-Event-ID"))
			sendExecution(w, "a")
			sendExecution(w, "b")
		},
		func(w io.Writer, r *http.Request) {
			resumed = append(resumed, r.Header.Get("Last-Event-ID"))
			sendExecution(w, "c")
			send(w, "event: end\ndata: {\"reason\":\"reload\"}\n\n")
			sendExecution(w, "never")
		},
		func(w io.Writer, r *http.Request) {
			resumed = append(resumed, r.Header.Get("Last-Event-ID"))
			// Cut off within an event: it is not one.
			send(w, "event: execution\nid: d\ndata: {\"id\":\"d\"}\n")
		},
		func(w io.Writer, r *http.Request) {
			resumed = append(resumed, r.Header.Get("Last-Event-ID"))
			sendExecution(w, "d")
		},
	)
	var got []string
	err := follow(t.Context(), t, f, func(id string) error { got = append(got, id); return nil })
	if !slices.Equal(got, []string{"a", "b", "c", "d"}) {
		t.Errorf("want each execution once, got %q", got)
	}
	if !slices.Equal(resumed, []string{"", "b", "c", "c"}) {
		t.Errorf("want it to go on where it was, got %q", resumed)
	}
	if exitCode(err) != ExitUnauthorized {
		t.Errorf("want it to end when the server refuses, got %v", err)
	}
}

func TestTail_EndsWhenTheOutputFails(t *testing.T) {
	t.Parallel()
	f := streams(t, func(w io.Writer, _ *http.Request) { sendExecution(w, "a") })
	full := errors.New("no room")
	if err := follow(t.Context(), t, f, func(string) error { return full }); !errors.Is(err, full) {
		t.Errorf("want the error of the output, got %v", err)
	}
}

func TestTail_EndsWithItsContext(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	f := streams(t, func(w io.Writer, r *http.Request) {
		sendExecution(w, "a")
		if flusher, ok := w.(http.Flusher); ok {
			flusher.Flush()
		}
		<-r.Context().Done()
	})
	if err := follow(ctx, t, f, func(string) error { cancel(); return nil }); !errors.Is(err, context.Canceled) {
		t.Errorf("want it to end, got %v", err)
	}
}

func TestTail_WaitsForAServerThatIsGone(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	failures := 0
	f.mux.HandleFunc("GET /logs:tail", func(w http.ResponseWriter, _ *http.Request) {
		switch len(f.sent("GET /logs:tail")) {
		case 1:
			sendExecution(w, "a")
		case 2, 3, 4:
			reply(w, http.StatusServiceUnavailable, object{"status": 503, "code": "not_ready", "detail": "soon"})
		case 5:
			sendExecution(w, "b")
		default:
			reply(w, http.StatusForbidden, object{"status": 403, "code": "forbidden", "detail": "over"})
		}
	})
	var got []string
	tail := &tail{
		client: &client{base: f.URL, http: f.Client()}, wait: time.Microsecond,
		broken: func(error) { failures++ }, dropped: func(int64) {},
	}
	err := tail.run(t.Context(), func(data json.RawMessage) error { got = append(got, string(data)); return nil })
	if exitCode(err) != ExitUnauthorized || len(got) != 2 || failures != 1 {
		t.Errorf("want two executions and one note, got %q, %d and %v", got, failures, err)
	}
}

func TestLogs_Follow(t *testing.T) {
	t.Parallel()
	content, err := json.Marshal(greetExecution())
	if err != nil {
		t.Fatal(err)
	}
	one := func(w io.Writer, r *http.Request) {
		if r.URL.Query().Get("outcome") != "error" {
			t.Errorf("want the filter, got %s", r.URL)
		}
		if got := r.Header.Get("Last-Event-ID"); got != executionID {
			t.Errorf("want to begin behind the newest execution, got %q", got)
		}
		send(w, "event: execution\nid: x\ndata: %s\n\nevent: dropped\ndata: {\"count\":5}\n\nevent: execution\nid: y\ndata: not JSON\n\n", content)
	}
	line := "15:00:00  500 error  12.3 ms  greet v2  GET pi/greet/ann?x=1  " + executionID + "\n" +
		"    error: panic: oh\n" +
		"    15:00:00.251  info   greeting name=ann text=\"a b\"\n"
	r := streams(t, one).command(t, "logs", "--follow", "--outcome", "error").want(t, ExitFailed, "5 executions passed over")
	if !strings.HasPrefix(r.out, line) {
		t.Errorf("want\n%s\ngot\n%s", line, r.out)
	}
	t.Run("with the node when there are several", func(t *testing.T) {
		t.Parallel()
		f := streams(t, func(w io.Writer, _ *http.Request) {
			send(w, "event: execution\nid: x\ndata: {\"id\":\"x\",\"node\":\"web-2\",\"script_name\":\"greet\",\"version\":2}\n\n")
		})
		f.on("GET /nodes", http.StatusOK, page(object{"name": "web-1"}, object{"name": "web-2"}))
		f.command(t, "logs", "--follow").want(t, ExitUnauthorized, "  web-2  greet v2  ")
	})
	t.Run("is refused at once when nobody was ever there", func(t *testing.T) {
		t.Parallel()
		f := newFake(t)
		f.Close()
		f.command(t, "logs", "-f").want(t, ExitUnavailable)
	})
}

func FuzzEvents(f *testing.F) {
	f.Add("event: execution\nid: 1\ndata: {}\n\n: c\n\n")
	f.Add("data\ndata: \r\n\n")
	f.Fuzz(func(t *testing.T, stream string) {
		err := events(strings.NewReader(stream), func() {}, func(e event) error {
			if strings.Contains(e.name+e.id, "\n") {
				t.Errorf("an event holds a line's end: %+v", e)
			}
			return nil
		})
		if err != nil {
			t.Error(err)
		}
	})
}
