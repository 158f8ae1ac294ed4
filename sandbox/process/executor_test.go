package process

import (
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/picloud/picloud/sandbox"
)

// testWriter makes a logger's lines part of a test's log.
type testWriter struct{ t testing.TB }

func (w testWriter) Write(p []byte) (int, error) {
	w.t.Log(strings.TrimSpace(string(p)))
	return len(p), nil
}

func testLogger(t testing.TB) *slog.Logger {
	return slog.New(slog.NewTextHandler(testWriter{t}, nil))
}

// open starts an executor that ends with the test.
func open(t testing.TB, o Options) *Executor {
	t.Helper()
	if o.Limits.Timeout == 0 {
		o.Limits.Timeout = time.Minute // machines that run tests are slow
	}
	if o.CheckTimeout == 0 {
		o.CheckTimeout = time.Minute
	}
	e, err := New(o)
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

// handler returns the source of a script with a body for Handle.
func handler(body string, imports ...string) string {
	s := "package main\n\nimport \"github.com/picloud/picloud/sdk\"\n"
	for _, path := range imports {
		s += "import \"" + path + "\"\n"
	}
	return s + "\nfunc Handle(ctx *sdk.Context) (any, error) {\n" + body + "\n}\n"
}

func call(source string) *sandbox.Call {
	return &sandbox.Call{
		Script: sandbox.Script{ID: "s", Version: 1, Source: source},
		Method: "GET", Host: "example.com", Path: "/x", RemoteIP: "192.0.2.1",
		Header: http.Header{"Accept": {"*/*"}},
	}
}

func run(t testing.TB, e *Executor, c *sandbox.Call) (sandbox.Result, *httptest.ResponseRecorder) {
	w := httptest.NewRecorder()
	return e.Execute(t.Context(), c, w), w
}

func TestExecute_AnswersFromAWorker(t *testing.T) {
	t.Parallel()
	e := open(t, Options{Logger: testLogger(t)})
	c := call(handler(`
	body := ctx.Request.Body
	ctx.Log.Info("hello", "n", len(body))
	r := sdk.JSON(201, map[string]any{"path": ctx.Request.Path, "p": ctx.Request.Params["a"], "q": ctx.Request.Query["q"], "h": ctx.Request.Header.Get("X-A"), "body": string(body)})
	r.Header.Set("X-Test", "yes")
	return r, nil`))
	c.Params = map[string]string{"a": "1"}
	c.Query = map[string][]string{"q": {"x", "y"}}
	c.Header = http.Header{"X-A": {"b"}}
	c.Body = strings.NewReader("hi")
	for range 3 {
		c.Body = strings.NewReader("hi")
		r, w := run(t, e, c)
		if r.Outcome != sandbox.OK || !r.Wrote {
			t.Fatalf("%+v", r)
		}
		if got, want := w.Body.String(), `{"body":"hi","h":"b","p":"1","path":"/x","q":["x","y"]}`; w.Code != 201 || got != want || w.Header().Get("X-Test") != "yes" {
			t.Errorf("%d %v %s", w.Code, w.Header(), got)
		}
		if len(r.Logs) != 1 || r.Logs[0].Message != "hello" || r.Logs[0].Attrs["n"] != "2" || r.Usage.Operations == 0 {
			t.Errorf("%+v", r)
		}
	}
}

func TestCheck_ReportsWhatIsWrong(t *testing.T) {
	t.Parallel()
	e := open(t, Options{Logger: testLogger(t)})
	d, err := e.Check(t.Context(), handler("return nil, nil"))
	if err != nil || len(d) != 0 {
		t.Fatal(d, err)
	}
	d, err = e.Check(t.Context(), handler("return BAD, nil"))
	if err != nil || len(d) != 1 || d[0].Severity != sandbox.SeverityError || d[0].Line != 6 {
		t.Fatal(d, err)
	}
}

func TestCheck_GoesOnAfterAWorkerIsKilled(t *testing.T) {
	t.Parallel()
	e := open(t, Options{Logger: testLogger(t), Limits: sandbox.Limits{Memory: 16 << 20}})
	if _, err := e.Check(t.Context(), handler("return nil, nil")); err != nil {
		t.Fatal(err)
	}
	if err := e.checker.worker.cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	<-e.checker.worker.dead
	if d, err := e.Check(t.Context(), handler("return nil, nil")); err != nil || len(d) != 0 {
		t.Fatal("the check after a death:", d, err)
	}
}
