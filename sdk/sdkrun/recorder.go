package sdkrun

import (
	"bytes"
	"net/http"

	"github.com/picloud/picloud/sdk"
)

// Recorder is the http.ResponseWriter of the handler form. It holds the whole
// response, which is sent when the handler returns. The zero value is ready to
// use; it is for one goroutine.
type Recorder struct {
	// Allow is asked before the body grows to size bytes. Its error is that of
	// Write, and nothing is written. Nil allows everything.
	Allow func(size int) error

	header  http.Header
	sent    http.Header
	status  int
	body    bytes.Buffer
	written bool
}

// Interface guard
var _ http.ResponseWriter = (*Recorder)(nil)

// Header implements http.ResponseWriter.
func (r *Recorder) Header() http.Header {
	if r.header == nil {
		r.header = http.Header{}
	}
	return r.header
}

// WriteHeader implements http.ResponseWriter. Informational statuses are left
// out: the response is sent as a whole.
func (r *Recorder) WriteHeader(status int) {
	if r.written || status >= 100 && status < 200 {
		return
	}
	r.status, r.sent, r.written = status, r.Header().Clone(), true
}

// Write implements http.ResponseWriter.
func (r *Recorder) Write(p []byte) (int, error) {
	r.WriteHeader(http.StatusOK)
	if r.Allow != nil {
		if err := r.Allow(r.body.Len() + len(p)); err != nil {
			return 0, err
		}
	}
	return r.body.Write(p)
}

// Response returns what was written, with a sniffed content type where the
// handler set none. The status is 200 when nothing was written.
func (r *Recorder) Response() *sdk.Response {
	r.WriteHeader(http.StatusOK)
	if r.body.Len() > 0 && r.sent.Get("Content-Type") == "" {
		r.sent.Set("Content-Type", http.DetectContentType(r.body.Bytes()))
	}
	return &sdk.Response{Status: r.status, Header: r.sent, Body: r.body.Bytes()}
}
