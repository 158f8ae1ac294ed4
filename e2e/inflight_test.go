package e2e

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"syscall"
	"testing"
	"time"
)

// inFlight is a request that PiCloud has begun to serve and cannot answer yet,
// because its body is not complete.
type inFlight struct {
	body   *io.PipeWriter
	done   chan result
	cancel context.CancelFunc
}

type result struct {
	answer answer
	err    error
}

// begin sends the head of a POST and returns when the server wants its body,
// which it does no sooner than it would run the script.
func (s *server) begin(t *testing.T, path string) *inFlight {
	t.Helper()
	reader, writer := io.Pipe()
	wanted := make(chan struct{})
	ctx, cancel := context.WithCancel(t.Context())
	ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{Got100Continue: func() { close(wanted) }})
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, s.site(path), reader)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Expect", "100-continue")
	client := &http.Client{Transport: &http.Transport{ExpectContinueTimeout: patience}, Timeout: 2 * patience}
	f := &inFlight{body: writer, done: make(chan result, 1), cancel: cancel}
	t.Cleanup(func() {
		cancel()
		writer.CloseWithError(context.Canceled)
		client.CloseIdleConnections()
	})
	go func() {
		response, err := client.Do(r)
		if err != nil {
			f.done <- result{err: err}
			return
		}
		a, err := read(response, "POST "+path)
		f.done <- result{a, err}
	}()
	select {
	case <-wanted:
	case early := <-f.done:
		t.Fatalf("want the body to be asked for, got %v %v", early.answer, early.err)
	case <-time.After(patience):
		t.Fatalf("the body is not asked for after %s", patience)
	}
	return f
}

// finish sends the body and returns the answer.
func (f *inFlight) finish(t *testing.T, body string) answer {
	t.Helper()
	if _, err := io.WriteString(f.body, body); err != nil {
		t.Fatal(err)
	}
	if err := f.body.Close(); err != nil {
		t.Fatal(err)
	}
	got := <-f.done // the client's timeout ends it
	return must(got.answer, got.err)(t)
}

func TestInFlight_RequestsAreAnsweredAcrossReloads(t *testing.T) {
	t.Parallel()
	s := start(t, setup{})
	s.deploy(t, "echo", echoSource, "/echo")
	pending := s.begin(t, "/echo")
	s.reload(t, edit{"timeout 5s", "timeout 21s"}).succeeds(t)
	s.reload(t, edit{"timeout 5s", "timeout 22s"}).succeeds(t)

	a := pending.finish(t, "body").want(t, http.StatusOK)
	if got := decode[echo](t, a); got.Length != len("body") {
		t.Errorf("want the body, got %s", a)
	}
	if got := s.record(t, a); got.Outcome != "ok" {
		t.Errorf("want a record, got %+v", got)
	}
}

func TestInFlight_RequestsAreAnsweredAcrossSIGTERM(t *testing.T) {
	t.Parallel()
	s := start(t, setup{})
	s.deploy(t, "echo", echoSource, "/echo")
	pending := s.begin(t, "/echo")
	s.signal(t, syscall.SIGTERM)
	eventually(t, "nothing new is accepted", func() bool {
		_, err := s.do(http.MethodGet, s.site("/healthz"), nil)
		s.client.CloseIdleConnections()
		return err != nil
	})
	a := pending.finish(t, "body").want(t, http.StatusOK)
	s.wait(t)
	s.launch(t)
	if got := s.record(t, a); got.Outcome != "ok" {
		t.Errorf("want a record, got %+v", got)
	}
}

// With a grace period the server does not wait for scripts as long as they may
// run. What it told the client, if anything, can be looked up.
func TestInFlight_RequestsThatSIGTERMCutsOffAreRecorded(t *testing.T) {
	t.Parallel()
	const options = "\t# Every option of PiCloud"
	s := start(t, setup{edits: []edit{{options, "\tgrace_period 100ms\n\n" + options}}})
	made := s.create(t, object{"name": "slow", "source": slowSource, "timeout_ms": 300_000})
	s.bind(t, made, object{"path": "/slow"})
	pending := s.begin(t, "/slow?ms=290000")
	if err := pending.body.Close(); err != nil {
		t.Fatal(err)
	}
	s.terminate(t)
	if got := <-pending.done; got.err == nil {
		got.answer.wantProblem(t, http.StatusBadGateway, "crashed")
	}
	s.launch(t)
	if got := s.logs(t, nil); len(got) != 1 || got[0].Outcome == "ok" {
		t.Errorf("want one record that is not ok, got %+v", got)
	}
}

func TestInFlight_ClientsThatLeaveAreRecorded(t *testing.T) {
	t.Parallel()
	s := start(t, setup{})
	made := s.create(t, object{"name": "slow", "source": slowSource, "timeout_ms": 300_000})
	s.bind(t, made, object{"path": "/slow"})

	canceled := func() int { return len(s.logs(t, url.Values{"outcome": {"canceled"}})) }
	t.Run("while the script runs", func(t *testing.T) {
		pending := s.begin(t, "/slow?ms=290000")
		if err := pending.body.Close(); err != nil {
			t.Fatal(err)
		}
		pending.cancel()
		if got := <-pending.done; !errors.Is(got.err, context.Canceled) {
			t.Fatalf("want the request canceled, got %+v", got)
		}
		eventually(t, "the execution is recorded as canceled", func() bool { return canceled() == 1 })
	})
	t.Run("while the body is read", func(t *testing.T) {
		pending := s.begin(t, "/slow?ms=0")
		if err := pending.body.CloseWithError(io.ErrClosedPipe); err != nil {
			t.Fatal(err)
		}
		if got := <-pending.done; got.err == nil {
			t.Fatalf("want the request broken off, got %s", got.answer)
		}
		eventually(t, "the execution is recorded as canceled", func() bool { return canceled() == 2 })
	})
	s.get(t, "/slow?ms=0").wantBody(t, "awake")
}
