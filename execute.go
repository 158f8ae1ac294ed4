package picloud

import (
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"time"

	"github.com/caddyserver/caddy/v2/modules/caddyhttp"
	"github.com/dustin/go-humanize"

	"github.com/picloud/picloud/routing"
	"github.com/picloud/picloud/sandbox"
	"github.com/picloud/picloud/store"
)

// execute runs the script of the route that a request has matched, and answers
// with its response, or with a problem document that names the outcome and the
// execution.
func (a *App) execute(w http.ResponseWriter, r *http.Request, g *generation, bound boundRoute, match routing.Match, passing *passage) {
	started := time.Now()
	executionID := store.NewID()
	passing.id[0] = executionID.String()
	id, ip := passing.id[0], passing.request.RemoteIP
	w.Header()[executionIDHeader] = passing.id[:]
	note := &passing.note
	*note = annotation{executionID: id, bound: bound}
	r = note.begin(r)

	passing.response.ResponseWriter = w
	body, response := &passing.body, &passing.response
	var result sandbox.Result
	if r.ContentLength > a.MaxRequestBody {
		// Refused before the client is asked for a body that it waits to send.
		err := &http.MaxBytesError{Limit: a.MaxRequestBody}
		result = sandbox.Result{Outcome: sandbox.Failed, Error: err.Error(), BodyErr: err}
	} else {
		passing.call = sandbox.Call{
			Script:   bound.script.source,
			Limits:   bound.script.limits.Or(a.limits),
			Method:   r.Method,
			Host:     routing.CanonicalHost(r.Host),
			Path:     r.URL.Path,
			RawQuery: r.URL.RawQuery,
			Rest:     match.Rest,
			Header:   r.Header,
			RemoteIP: ip,
		}
		if len(match.Params) > 0 {
			passing.call.Params = match.Params.Map()
		}
		if r.ContentLength != 0 {
			body.reader = http.MaxBytesReader(w, r.Body, a.MaxRequestBody)
			passing.call.Body = body
		}
		result = g.executor.Execute(r.Context(), &passing.call, response)
	}
	if !result.Wrote {
		writeFailure(response, result, id)
	}
	took := time.Since(started)
	note.end(&result)
	bound.script.meters.observe(started, took, &result, response.status)
	sink := g.backend.sink
	if weight := sink.Weigh(notable(&result, response.status)); weight > 0 {
		sink.Offer(store.Execution{
			ID:            executionID,
			ScriptID:      bound.script.id,
			ScriptName:    bound.script.name,
			Version:       bound.script.source.Version,
			RouteID:       bound.id,
			Method:        cut(r.Method, maxRecordedMethod),
			Host:          cut(r.Host, maxRecordedHost),
			Path:          requestTarget(r.URL),
			RemoteIP:      ip,
			RequestBytes:  body.n,
			ResponseBytes: response.n,
			Status:        response.status,
			Outcome:       string(result.Outcome),
			Error:         result.Error,
			StartedAt:     started,
			Duration:      took,
			Queued:        result.Usage.Queued,
			Warm:          result.Usage.Warm,
			Operations:    result.Usage.Operations,
			Logs:          recordLogs(result.Logs),
			LogsDropped:   result.Dropped,
			Node:          a.nodeName,
			Weight:        weight,
		})
	}

	if result.Wrote && result.Outcome != sandbox.OK {
		// The head is out and the body is cut off: only breaking the
		// connection tells the client so.
		panic(http.ErrAbortHandler)
	}
}

// writeFailure answers for an execution that wrote nothing.
func writeFailure(w http.ResponseWriter, result sandbox.Result, id string) {
	p := problem{
		Status:      result.Outcome.Status(),
		Code:        string(result.Outcome),
		Detail:      outcomeDetail(result.Outcome),
		ExecutionID: id,
	}
	if tooLarge, ok := errors.AsType[*http.MaxBytesError](result.BodyErr); ok {
		p.Status = http.StatusRequestEntityTooLarge
		p.Code = "body_too_large"
		p.Detail = "the request body is over " + humanize.IBytes(uint64(tooLarge.Limit))
	}
	if errors.Is(result.BodyErr, os.ErrDeadlineExceeded) {
		p.Status = http.StatusRequestTimeout
		p.Code = "body_too_slow"
		p.Detail = "the request body did not come in time"
	}
	if result.Outcome == sandbox.Overloaded {
		w.Header().Set("Retry-After", "1")
	}
	writeProblem(w, p)
}

// notable reports whether an execution is recorded however many there are: one
// that failed, answered so, or logged that something is wrong.
func notable(result *sandbox.Result, status int) bool {
	if result.Outcome != sandbox.OK || status >= http.StatusInternalServerError {
		return true
	}
	for i := range result.Logs {
		if level := result.Logs[i].Level; level == "warn" || level == "error" {
			return true
		}
	}
	return false
}

func recordLogs(lines []sandbox.LogLine) []store.LogLine {
	if len(lines) == 0 {
		return nil
	}
	logs := make([]store.LogLine, len(lines))
	for i, line := range lines {
		logs[i] = store.LogLine(line)
	}
	return logs
}

// requestTarget is the path and query as requested, cut to a length that is
// worth keeping.
func requestTarget(u *url.URL) string {
	target := u.EscapedPath()
	if u.RawQuery != "" {
		target += "?" + u.RawQuery
	}
	return cut(target, maxRecordedTarget)
}

func cut(s string, n int) string { return s[:min(len(s), n)] }

// remoteIP is the address of the client, which is that of Caddy's trusted
// proxies when they name it.
func remoteIP(r *http.Request) string {
	if ip, ok := caddyhttp.GetVar(r.Context(), caddyhttp.ClientIPVarKey).(string); ok && ip != "" {
		return ip
	}
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	return host
}

// passage is what one request needs on its way, in one piece.
type passage struct {
	request  routing.Request
	id       [1]string // of the execution, as the response header has it
	note     annotation
	call     sandbox.Call
	body     countingReader
	response responseRecorder
}

// responseRecorder notes the status and size of a response.
type responseRecorder struct {
	http.ResponseWriter
	status int
	n      int64
}

// WriteHeader implements http.ResponseWriter.
func (w *responseRecorder) WriteHeader(status int) {
	if w.status == 0 {
		keepSession(w.Header())
		if status >= http.StatusOK {
			w.status = status
		}
	}
	w.ResponseWriter.WriteHeader(status)
}

// Write implements http.ResponseWriter.
func (w *responseRecorder) Write(p []byte) (int, error) {
	if w.status == 0 {
		w.WriteHeader(http.StatusOK)
	}
	n, err := w.ResponseWriter.Write(p)
	w.n += int64(n)
	return n, err
}

// WriteString implements io.StringWriter: an answer that came as a string is not
// copied where the server's own writer takes it.
func (w *responseRecorder) WriteString(s string) (int, error) {
	if w.status == 0 {
		w.WriteHeader(http.StatusOK)
	}
	n, err := io.WriteString(w.ResponseWriter, s)
	w.n += int64(n)
	return n, err
}

// Unwrap lets http.ResponseController reach what is underneath.
func (w *responseRecorder) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// countingReader counts what is read.
type countingReader struct {
	reader io.Reader
	n      int64
}

// Read implements io.Reader.
func (c *countingReader) Read(p []byte) (int, error) {
	n, err := c.reader.Read(p)
	c.n += int64(n)
	return n, err
}

const (
	executionIDHeader = "X-Picloud-Execution-Id" // as net/http spells it

	// How many bytes of what clients may choose at will are recorded.
	maxRecordedTarget = 4096
	maxRecordedHost   = 255
	maxRecordedMethod = 64
)
