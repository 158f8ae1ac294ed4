package remote_test

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/picloud/picloud/sandbox"
	"github.com/picloud/picloud/sandbox/remote"
	"github.com/picloud/picloud/sandbox/remote/wire"
)

// post sends a request of somebody who knows the key.
func (m *machine) post(t *testing.T, path string, body io.Reader) (status int, refusal, answer string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, m.server.URL+path, body)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+testKey)
	response, err := m.server.Client().Do(r)
	if err != nil {
		return 0, "", err.Error()
	}
	defer func() { _ = response.Body.Close() }()
	content, _ := io.ReadAll(response.Body) // what there is of it
	return response.StatusCode, response.Header.Get("Picloud-Refusal"), string(content)
}

// order is a request to execute, with changes.
func order(change func(*wire.Order)) string {
	o := &wire.Order{
		ID: wire.ID{1}, Script: sandbox.Script{ID: "s", Version: 1}, Hash: sha256.Sum256([]byte("source")), Source: true,
		Call: sandbox.Call{Limits: sandbox.DefaultLimits()},
	}
	if change != nil {
		change(o)
	}
	b := wire.AppendFrame(nil, wire.Call, string(wire.AppendOrder(nil, o)))
	if o.Source {
		b = wire.AppendFrame(b, wire.Source, "source")
	}
	return string(b)
}

func TestHandler_RefusesWhatMakesNoSense(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		path, body, refusal string
	}{
		"another version":            {"/v2/execute", order(nil), "version"},
		"no version":                 {"/execute", order(nil), "version"},
		"no such operation":          {"/v1/format", "", "version"},
		"nothing":                    {"/v1/execute", "", "malformed"},
		"garbage":                    {"/v1/execute", strings.Repeat("garbage", 100), "malformed"},
		"a length without end":       {"/v1/execute", string(binary.LittleEndian.AppendUint32([]byte{1}, 0xffffffff)), "malformed"},
		"a long length and nothing":  {"/v1/execute", string(binary.LittleEndian.AppendUint32([]byte{1}, wire.MaxCall)), "malformed"},
		"a call of nothing":          {"/v1/execute", frame(wire.Call, ""), "malformed"},
		"a source first":             {"/v1/execute", frame(wire.Source, "x"), "malformed"},
		"no source where one was":    {"/v1/execute", order(nil)[:len(order(nil))-len(frame(wire.Source, "source"))], "malformed"},
		"a source of something else": {"/v1/execute", order(func(o *wire.Order) { o.Hash[0]++ }), "malformed"},
		"no limit":                   {"/v1/execute", order(func(o *wire.Order) { o.Call.Limits.Memory = 0 }), "malformed"},
		"more than the request":      {"/v1/execute", order(nil) + "x", "malformed"},
		"an unknown script":          {"/v1/execute", order(func(o *wire.Order) { o.Source = false }), "source"},
		"an id that is none":         {"/v1/revoke", "x", "malformed"},
		"an id that is too long":     {"/v1/revoke", strings.Repeat("x", 17), "malformed"},
		"a long id to retire":        {"/v1/retire", strings.Repeat("x", 1<<20), "malformed"},
		"a source that is too long":  {"/v1/check", strings.Repeat("x", wire.MaxSource+1), "malformed"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := start(t, &stub{}, remote.HandlerOptions{})
			if status, refusal, answer := m.post(t, tt.path, strings.NewReader(tt.body)); refusal != tt.refusal || status < 400 {
				t.Errorf("got %d %q: %s", status, refusal, answer)
			}
			if m.executions.Load() > 0 {
				t.Error("something was executed")
			}
			if status, _, answer := m.post(t, "/v1/execute", strings.NewReader(order(nil))); status != http.StatusOK {
				t.Errorf("a good request after that got %d: %s", status, answer)
			}
		})
	}
}

func TestHandler_IsMountedWhereOneLikes(t *testing.T) {
	t.Parallel()
	m := start(t, &stub{}, remote.HandlerOptions{})
	e := dial(t, remote.Options{Nodes: []string{m.server.URL + "/some/where/"}})
	if r, _ := run(t, e, call()); r.Outcome != sandbox.OK {
		t.Errorf("%+v", r)
	}
}

func TestHandler_ExecutesAnIDOnce(t *testing.T) {
	t.Parallel()
	m := start(t, &stub{}, remote.HandlerOptions{})
	var callers sync.WaitGroup
	for range 8 {
		callers.Go(func() { m.post(t, "/v1/execute", strings.NewReader(order(nil))) })
	}
	callers.Wait()
	if n := m.executions.Load(); n != 1 {
		t.Errorf("one execution was executed %d times", n)
	}
	revoked := wire.ID{2}
	if status, _, answer := m.post(t, "/v1/revoke", strings.NewReader(string(revoked[:]))); status != http.StatusOK {
		t.Errorf("revoking: %d %s", status, answer)
	}
	if _, refusal, _ := m.post(t, "/v1/execute", strings.NewReader(order(func(o *wire.Order) { o.ID = revoked }))); refusal != "repeated" {
		t.Errorf("an execution that was revoked: %q", refusal)
	}
	begun := wire.ID{1}
	if _, refusal, _ := m.post(t, "/v1/revoke", strings.NewReader(string(begun[:]))); refusal != "repeated" {
		t.Errorf("revoking what has begun: %q", refusal)
	}
}

func TestHandler_LowersLimits(t *testing.T) {
	t.Parallel()
	got := make(chan sandbox.Limits, 1)
	m := start(t, &stub{execute: func(ctx context.Context, c *sandbox.Call, w http.ResponseWriter) sandbox.Result {
		got <- c.Limits
		return says("x")(ctx, c, w)
	}}, remote.HandlerOptions{Max: sandbox.Limits{Timeout: time.Second, Memory: 8 << 20, Concurrency: 2}})
	e := dial(t, remote.Options{}, m)
	c := call()
	c.Limits.Memory = 4 << 20
	if r, _ := run(t, e, c); r.Outcome != sandbox.OK {
		t.Fatalf("%+v", r)
	}
	want := sandbox.DefaultLimits()
	want.Timeout, want.Memory, want.Concurrency = time.Second, 4<<20, 2
	if limits := <-got; limits != want {
		t.Errorf("the limits are %+v, want %+v", limits, want)
	}
}

func TestHandler_BoundsRequestBodies(t *testing.T) {
	t.Parallel()
	m := start(t, &stub{execute: echoWhole}, remote.HandlerOptions{MaxRequestBody: 1000})
	e := dial(t, remote.Options{}, m)
	for _, size := range []int{1000, 1001, 1 << 20} {
		c := call()
		c.Body = &pattern{n: size}
		r, _ := run(t, e, c)
		tooLarge, is := errors.AsType[*http.MaxBytesError](r.BodyErr)
		if is != (size > 1000) || is && (tooLarge.Limit != 1000 || r.Outcome != sandbox.Failed) || !is && r.Outcome != sandbox.OK {
			t.Errorf("%d bytes: %+v", size, r)
		}
	}
}

func TestHandler_RefusesMoreThanItMayRun(t *testing.T) {
	t.Parallel()
	let := make(chan struct{})
	m := start(t, &stub{execute: func(ctx context.Context, c *sandbox.Call, w http.ResponseWriter) sandbox.Result {
		<-let
		return says("x")(ctx, c, w)
	}}, remote.HandlerOptions{MaxInFlight: 2})
	e := dial(t, remote.Options{}, m)
	var running sync.WaitGroup
	for range 2 {
		running.Go(func() {
			if r, _ := run(t, e, call()); r.Outcome != sandbox.OK {
				t.Errorf("%+v", r)
			}
		})
	}
	eventually(t, "they run", func() bool { return m.executions.Load() == 2 })
	if r, _ := run(t, e, call()); r.Outcome != sandbox.Overloaded || !strings.Contains(r.Error, "2 at once") {
		t.Errorf("%+v", r)
	}
	close(let)
	running.Wait()
	eventually(t, "there is a place again", func() bool {
		r, _ := run(t, e, call())
		return r.Outcome == sandbox.OK
	})
}

func TestHandler_FinishesWhatRunsWhenItDrains(t *testing.T) {
	t.Parallel()
	let := make(chan struct{})
	m := start(t, &stub{execute: func(ctx context.Context, c *sandbox.Call, w http.ResponseWriter) sandbox.Result {
		<-let
		return says("finished")(ctx, c, w)
	}}, remote.HandlerOptions{})
	e := dial(t, remote.Options{}, m)
	var running sync.WaitGroup
	running.Go(func() {
		if r, w := run(t, e, call()); r.Outcome != sandbox.OK || w.Body.String() != "finished" {
			t.Errorf("%+v", r)
		}
	})
	eventually(t, "it runs", func() bool { return m.executions.Load() == 1 })
	m.handler.Drain()
	if r, _ := run(t, e, call()); r.Outcome != sandbox.Overloaded || !strings.Contains(r.Error, "shutting down") {
		t.Errorf("%+v", r)
	}
	close(let)
	running.Wait()
}

// A caller that stalls holds up nobody else, and goes when it breaks off.
func TestHandler_SurvivesCallersThatStall(t *testing.T) {
	t.Parallel()
	m := start(t, &stub{execute: echoWhole}, remote.HandlerOptions{})
	head := "POST /v1/execute HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + testKey + "\r\nContent-Length: 1000000\r\n\r\n"
	body := order(func(o *wire.Order) { o.Body, o.Prefix = true, 100_000 })
	var stalled []net.Conn
	for _, sent := range []string{head, head + body[:20], head + body, head + body + frame(wire.Body, "piece")} {
		c, err := net.Dial("tcp", m.server.Listener.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		stalled = append(stalled, c)
		if _, err := io.WriteString(c, sent); err != nil {
			t.Fatal(err)
		}
	}
	if r, _ := run(t, dial(t, remote.Options{}, m), call()); r.Outcome != sandbox.OK {
		t.Errorf("%+v", r)
	}
	eventually(t, "those that could begin did", func() bool { return m.node.InFlight() == 1 }) // they have one id
	for _, c := range stalled {
		_ = c.Close()
	}
	eventually(t, "they are gone", func() bool { return m.node.InFlight() == 0 })
}
