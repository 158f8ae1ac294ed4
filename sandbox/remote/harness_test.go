package remote_test

import (
	"context"
	"crypto/tls"
	"errors"
	"hash/crc32"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/picloud/picloud/sandbox"
	"github.com/picloud/picloud/sandbox/remote"
)

// stub is an executor of a node that does what a test wants.
type stub struct {
	execute func(ctx context.Context, call *sandbox.Call, w http.ResponseWriter) sandbox.Result
	check   func(source string) ([]sandbox.Diagnostic, error)

	executions atomic.Int64
	mu         sync.Mutex
	retired    []string
	prepared   []sandbox.Script
}

func (s *stub) Execute(ctx context.Context, call *sandbox.Call, w http.ResponseWriter) sandbox.Result {
	s.executions.Add(1)
	if s.execute != nil {
		return s.execute(ctx, call, w)
	}
	return says("hello")(ctx, call, w)
}

func (s *stub) Check(_ context.Context, source string) ([]sandbox.Diagnostic, error) {
	if s.check != nil {
		return s.check(source)
	}
	return nil, nil
}

func (s *stub) Retire(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.retired = append(s.retired, id)
}

func (s *stub) Prepare(_ context.Context, script sandbox.Script, _ sandbox.Limits) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.prepared = append(s.prepared, script)
	if strings.Contains(script.Source, "cannot") {
		return errors.New("it cannot be prepared")
	}
	return nil
}

func (s *stub) Walls() []sandbox.Wall {
	return []sandbox.Wall{{Name: "files", Stands: true, Detail: "of the stub"}}
}

func (s *stub) Close() error { return nil }

// says answers with a text.
func says(text string) func(context.Context, *sandbox.Call, http.ResponseWriter) sandbox.Result {
	return func(_ context.Context, _ *sandbox.Call, w http.ResponseWriter) sandbox.Result {
		_, _ = io.WriteString(w, text)
		return sandbox.Result{Outcome: sandbox.OK, Wrote: true}
	}
}

// ends has every execution end with an outcome, and no response.
func ends(outcome sandbox.Outcome) func(context.Context, *sandbox.Call, http.ResponseWriter) sandbox.Result {
	return func(context.Context, *sandbox.Call, http.ResponseWriter) sandbox.Result {
		return sandbox.Result{Outcome: outcome, Error: "the stub says " + string(outcome)}
	}
}

// echo answers with the body, as it comes.
func echo(_ context.Context, call *sandbox.Call, w http.ResponseWriter) sandbox.Result {
	if call.Body != nil {
		if _, err := io.Copy(w, call.Body); err != nil {
			return sandbox.Result{Outcome: sandbox.Failed, Error: err.Error(), BodyErr: err}
		}
	}
	w.WriteHeader(http.StatusOK)
	return sandbox.Result{Outcome: sandbox.OK, Wrote: true}
}

// machine is a node that listens.
type machine struct {
	*stub
	node    *remote.Node
	handler *remote.Handler
	server  *httptest.Server
}

func newHandler(t testing.TB, node *remote.Node, o remote.HandlerOptions) *remote.Handler {
	t.Helper()
	if len(o.Keys) == 0 && !o.ClientCertificate {
		o.Keys = []string{testKey}
	}
	handler, err := remote.NewHandler(node, o)
	if err != nil {
		t.Fatal(err)
	}
	return handler
}

// start starts a node.
func start(t testing.TB, s *stub, o remote.HandlerOptions) *machine {
	t.Helper()
	node := remote.NewNode(s)
	m := serve(t, newHandler(t, node, o), false)
	m.stub, m.node = s, node
	return m
}

// startTLS starts a node that speaks HTTP/2 over TLS.
func startTLS(t testing.TB, s *stub, o remote.HandlerOptions, config *tls.Config) *machine {
	t.Helper()
	m := &machine{stub: s, node: remote.NewNode(s)}
	m.handler = newHandler(t, m.node, o)
	m.listen(t, config)
	return m
}

// serve has a handler listen.
func serve(t testing.TB, handler *remote.Handler, encrypted bool) *machine {
	t.Helper()
	m := &machine{handler: handler}
	if encrypted {
		m.listen(t, nil)
		return m
	}
	m.server = httptest.NewServer(handler)
	t.Cleanup(m.server.Close)
	return m
}

// listen listens with TLS.
func (m *machine) listen(t testing.TB, config *tls.Config) {
	t.Helper()
	m.server = httptest.NewUnstartedServer(m.handler)
	m.server.TLS = config
	m.server.EnableHTTP2 = true
	m.server.StartTLS()
	t.Cleanup(m.server.Close)
}

// trusting is how to speak TLS with a node of startTLS.
func (m *machine) trusting() *tls.Config {
	return m.server.Client().Transport.(*http.Transport).TLSClientConfig.Clone()
}

// dial opens an executor over nodes.
func dial(t testing.TB, o remote.Options, machines ...*machine) *remote.Executor {
	t.Helper()
	for _, m := range machines {
		o.Nodes = append(o.Nodes, m.server.URL)
	}
	if o.Key == "" {
		o.Key = testKey
	}
	e, err := remote.New(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := e.Close(); err != nil {
			t.Error(err)
		}
	})
	return e
}

// deadURL is one where nobody listens.
func deadURL(t testing.TB) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	return "http://" + l.Addr().String()
}

// call is a call of a script.
func call() *sandbox.Call {
	return &sandbox.Call{Script: sandbox.Script{ID: "s", Version: 1, Source: "the source"}, Method: "GET", Path: "/"}
}

// run executes a call.
func run(t testing.TB, e sandbox.Executor, c *sandbox.Call) (sandbox.Result, *httptest.ResponseRecorder) {
	t.Helper()
	w := httptest.NewRecorder()
	r := e.Execute(t.Context(), c, w)
	return r, w
}

// eventually waits until something is so.
func eventually(t testing.TB, what string, so func() bool) {
	t.Helper()
	for start := time.Now(); !so(); time.Sleep(time.Millisecond) {
		if time.Since(start) > 20*time.Second {
			t.Fatalf("never came true: %s", what)
		}
	}
}

// pattern is a reader of n bytes that are not all the same.
type pattern struct{ n, at int }

func (p *pattern) Read(b []byte) (int, error) {
	if p.at >= p.n {
		return 0, io.EOF
	}
	n := min(len(b), p.n-p.at)
	for i := range n {
		b[i] = byte((p.at + i) * 7 >> 3)
	}
	p.at += n
	return n, nil
}

// checksum is that of a pattern.
func checksum(n int) uint32 {
	sum := crc32.NewIEEE()
	_, _ = io.Copy(sum, &pattern{n: n}) // neither fails
	return sum.Sum32()
}

// sink is a client that keeps nothing, and that is slow or breaks when told to.
type sink struct {
	header  http.Header
	status  int
	n       int
	sum     uint32
	fail    int // fails after so many bytes, when not 0
	written func(n int)
}

func newSink() *sink { return &sink{header: http.Header{}} }

func (s *sink) Header() http.Header    { return s.header }
func (s *sink) WriteHeader(status int) { s.status = status }
func (s *sink) Write(b []byte) (int, error) {
	if s.fail > 0 && s.n+len(b) > s.fail {
		return 0, errors.New("connection reset")
	}
	s.n += len(b)
	s.sum = crc32.Update(s.sum, crc32.IEEETable, b)
	if s.written != nil {
		s.written(s.n)
	}
	return len(b), nil
}

// readerFunc is a reader.
type readerFunc func([]byte) (int, error)

func (f readerFunc) Read(b []byte) (int, error) { return f(b) }
