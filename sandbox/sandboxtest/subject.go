package sandboxtest

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/picloud/picloud/sandbox"
)

// subject is an executor under test, for one subtest.
type subject struct {
	*testing.T
	executor sandbox.Executor
	harness  Harness
	numbered int
}

// with returns s for a subtest of its own.
func (s *subject) with(t *testing.T) *subject {
	return &subject{T: t, executor: s.executor, harness: s.harness}
}

// answer is what an execution came to.
type answer struct {
	sandbox.Result
	status int
	header http.Header
	body   []byte
	took   time.Duration
}

// recorder takes a response and how it was written.
type recorder struct {
	header http.Header
	sent   http.Header
	status int
	heads  int
	body   bytes.Buffer
}

// Header implements http.ResponseWriter.
func (r *recorder) Header() http.Header { return r.header }

// WriteHeader implements http.ResponseWriter.
func (r *recorder) WriteHeader(status int) {
	if r.heads++; r.heads == 1 {
		r.status, r.sent = status, r.header.Clone()
	}
}

// Write implements http.ResponseWriter.
func (r *recorder) Write(p []byte) (int, error) {
	if r.heads == 0 {
		r.WriteHeader(http.StatusOK)
	}
	return r.body.Write(p)
}

// script returns version 1 of a script of this test's own.
func (s *subject) script(source string) sandbox.Script {
	s.numbered++
	return sandbox.Script{ID: fmt.Sprintf("%s-%d", s.Name(), s.numbered), Version: 1, Source: source}
}

// run executes call and checks what holds for every execution.
func (s *subject) run(call *sandbox.Call) answer {
	s.Helper()
	return s.runWithin(s.Context(), call)
}

// runWithin is run with the context of the client.
func (s *subject) runWithin(ctx context.Context, call *sandbox.Call) answer {
	s.Helper()
	limits := call.Limits.Or(sandbox.DefaultLimits())
	// Twice the timeout, since it counts from when there is a place to run.
	ctx, cancel := context.WithTimeout(ctx, 2*limits.Timeout+patience)
	defer cancel()
	w := &recorder{header: http.Header{}}
	began := time.Now()
	done := make(chan sandbox.Result, 1)
	go func() { done <- s.executor.Execute(ctx, call, w) }()
	select {
	case result := <-done:
		a := answer{Result: result, status: w.status, header: w.sent, body: w.body.Bytes(), took: time.Since(began)}
		s.checkResult(a, w, limits)
		return a
	case <-time.After(2*limits.Timeout + patience + hang):
		s.Errorf("Execute did not return within %s", 2*limits.Timeout+patience+hang)
		return answer{}
	}
}

// checkResult checks what a Result promises, whatever the script.
func (s *subject) checkResult(a answer, w *recorder, limits sandbox.Limits) {
	s.Helper()
	if !slices.Contains(sandbox.Outcomes(), a.Outcome) {
		s.Errorf("the outcome is %q, which is none", a.Outcome)
	}
	if w.heads > 1 {
		s.Errorf("the head of the response was written %d times", w.heads)
	}
	if a.Wrote != (w.heads > 0) {
		s.Errorf("Result.Wrote is %v, and %d heads were written", a.Wrote, w.heads)
	}
	if a.Outcome == sandbox.OK {
		if !a.Wrote {
			s.Error("the outcome is ok, and no response was written")
		}
		if a.Error != "" {
			s.Errorf("the outcome is ok, with the error %q", a.Error)
		}
	} else {
		if a.Error == "" {
			s.Errorf("the outcome is %s, without an error in words", a.Outcome)
		}
		if !a.Wrote && (w.body.Len() > 0 || len(w.header) > 0) {
			s.Errorf("the outcome is %s, and yet %d bytes and the header %v were left", a.Outcome, w.body.Len(), w.header)
		}
	}
	for what, d := range map[string]time.Duration{"Queued": a.Usage.Queued, "Warm": a.Usage.Warm, "Run": a.Usage.Run} {
		if d < 0 {
			s.Errorf("Usage.%s is %s", what, d)
		}
	}
	if a.Usage.Operations < 0 || a.Usage.Operations > limits.Operations {
		s.Errorf("Usage.Operations is %d, of %d", a.Usage.Operations, limits.Operations)
	}
	s.checkLogs(a, limits)
}

func (s *subject) checkLogs(a answer, limits sandbox.Limits) {
	s.Helper()
	if a.Dropped < 0 || len(a.Logs) > limits.LogLines {
		s.Errorf("%d lines were logged and %d dropped, with a limit of %d lines", len(a.Logs), a.Dropped, limits.LogLines)
	}
	size := 0
	for _, line := range a.Logs {
		if !slices.Contains([]string{"debug", "info", "warn", "error", "print"}, line.Level) {
			s.Errorf("a line was logged with the level %q", line.Level)
		}
		size += len(line.Message)
		for key, value := range line.Attrs {
			size += len(key) + len(value)
		}
		if strings.ToValidUTF8(line.Message, "") != line.Message || strings.Contains(line.Message, "\x00") {
			s.Errorf("a line was logged that is not text: %.100q", line.Message)
		}
	}
	// What replaces characters that are not text is longer than they are.
	if size > 3*limits.LogBytes {
		s.Errorf("%d bytes were logged, with a limit of %d", size, limits.LogBytes)
	}
}

// ok fails the test unless the outcome is OK.
func (s *subject) ok(a answer) answer {
	s.Helper()
	if a.Outcome != sandbox.OK {
		s.Fatalf("the outcome is %s: %s", a.Outcome, a.Error)
	}
	return a
}

// wants fails the test unless the outcome is one of those.
func (s *subject) wants(a answer, outcomes ...sandbox.Outcome) {
	s.Helper()
	if !slices.Contains(outcomes, a.Outcome) {
		s.Errorf("the outcome is %s (%.300s), want %v", a.Outcome, a.Error, outcomes)
	}
}
