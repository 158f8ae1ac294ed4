package admin

import (
	"bufio"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/picloud/picloud/store"
)

// patientListener notes of its connections whether reads of them have a deadline.
type patientListener struct {
	net.Listener
	hurried *atomic.Bool
}

// Accept implements net.Listener.
func (l patientListener) Accept() (net.Conn, error) {
	conn, err := l.Listener.Accept()
	return patientConn{conn, l.hurried}, err
}

// patientConn is one of its connections.
type patientConn struct {
	net.Conn
	hurried *atomic.Bool
}

// SetReadDeadline implements net.Conn.
func (c patientConn) SetReadDeadline(at time.Time) error {
	c.hurried.Store(!at.IsZero())
	return c.Conn.SetReadDeadline(at)
}

// serveTail serves a tail of its own pace on a connection, of which the head of
// the response was read. The connection takes in little that nobody reads.
func serveTail(t *testing.T, f *following, pace tailPace) (*bufio.Reader, <-chan struct{}) {
	t.Helper()
	a := f.with(f.options).api
	ended := make(chan struct{})
	hurried := new(atomic.Bool)
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer close(ended)
		// A server may have set one for the request. Go's takes it away by
		// itself, but only over HTTP/1 and when there is no body.
		if err := http.NewResponseController(w).SetReadDeadline(time.Now().Add(time.Hour)); err != nil {
			t.Error(err)
		}
		tail := &tail{api: a, pace: pace, query: store.ExecutionQuery{WithLogs: true, Limit: tailStep}}
		tail.begin(w)
		if hurried.Load() {
			t.Error("the tail ends when the server's time for requests is over")
		}
		tail.serve(r.Context())
	}))
	server.Listener = patientListener{server.Listener, hurried}
	server.Start()
	t.Cleanup(server.Close)
	conn, err := net.Dial("tcp", server.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	if err := errors.Join(conn.(*net.TCPConn).SetReadBuffer(64<<10), conn.SetReadDeadline(time.Now().Add(time.Minute))); err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(conn, "GET / HTTP/1.1\r\nHost: x\r\n\r\n"); err != nil {
		t.Fatal(err)
	}
	in := bufio.NewReader(conn)
	for {
		line, err := in.ReadString('\n')
		if err != nil {
			t.Fatalf("reading the head: %v", err)
		}
		if line == "\r\n" {
			break
		}
	}
	return in, ended
}

func TestTail_ShowsThatItIsThere(t *testing.T) {
	t.Parallel()
	in, _ := serveTail(t, newFollowing(t), tailPace{heartbeat: 30 * time.Millisecond, patience: time.Hour, life: time.Hour})
	for beats := 0; beats < 2; {
		line, err := in.ReadString('\n')
		if err != nil {
			t.Fatalf("after %d heartbeats: %v", beats, err)
		}
		if strings.HasPrefix(line, ":") {
			beats++
		}
	}
}

func TestTail_HasTheClientComeBack(t *testing.T) {
	t.Parallel()
	in, ended := serveTail(t, newFollowing(t), tailPace{heartbeat: time.Hour, patience: time.Hour, life: 30 * time.Millisecond})
	for {
		line, err := in.ReadString('\n')
		if err != nil {
			t.Fatal(err)
		}
		if line == "data: {\"reason\":\"renew\"}\n" {
			break
		}
	}
	<-ended
}

func TestTail_LeavesAClientThatDoesNotRead(t *testing.T) {
	t.Parallel()
	f := newFollowing(t)
	text := strings.Repeat("x", 64<<10)
	for range 15 { // together more than the buffers of a connection hold
		batch := make([]store.Execution, 10)
		for i := range batch {
			batch[i] = record(i, func(e *store.Execution) { e.Logs = []store.LogLine{{Message: text}} })
		}
		if err := f.store.AppendExecutions(t.Context(), batch); err != nil {
			t.Fatal(err)
		}
	}
	_, ended := serveTail(t, f, tailPace{heartbeat: time.Hour, patience: 100 * time.Millisecond, life: time.Hour})
	select {
	case <-ended:
	case <-time.After(time.Minute):
		t.Fatal("a client that reads nothing holds its tail")
	}
	if log := f.log.String(); !strings.Contains(log, "a client that follows the log is left") || !strings.Contains(log, "timeout") {
		t.Errorf("the tail ended for another reason: %s", log)
	}
}
