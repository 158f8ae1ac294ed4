package yaegi

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"net/url"

	"github.com/picloud/picloud/sandbox"
	"github.com/picloud/picloud/sandbox/yaegi/symbols"
	"github.com/picloud/picloud/sdk"
)

// respond turns what Handle returned into a response, by the rules of package
// sdk. Values are encoded here, under the meter: their methods are script code.
func (in *instance) respond(value any, err error) (*sdk.Response, error) {
	if err != nil {
		response, err := sdk.ResponseOf(nil, err)
		if err != nil {
			return nil, &sandbox.HandleError{Message: err.Error()}
		}
		return response, nil
	}
	switch value.(type) {
	case nil, string, []byte, *sdk.Response, sdk.Response:
		return sdk.ResponseOf(value, nil)
	}
	body, err := symbols.EncodeJSON(in.host, value)
	if err != nil {
		return nil, &sandbox.HandleError{Message: "encoding the result as JSON: " + err.Error()}
	}
	return &sdk.Response{
		Status: http.StatusOK,
		Header: http.Header{"Content-Type": {"application/json"}},
		Body:   body,
	}, nil
}

// recorder is the http.ResponseWriter of the handler form. It holds the whole
// response.
type recorder struct {
	meter   *sandbox.Meter
	header  http.Header
	sent    http.Header
	status  int
	body    bytes.Buffer
	written bool
}

func newRecorder(m *sandbox.Meter) *recorder {
	return &recorder{meter: m, header: http.Header{}}
}

// Header implements http.ResponseWriter.
func (r *recorder) Header() http.Header { return r.header }

// WriteHeader implements http.ResponseWriter. Informational statuses are left
// out: the response is sent as a whole.
func (r *recorder) WriteHeader(status int) {
	if r.written || status >= 100 && status < 200 {
		return
	}
	r.status, r.sent, r.written = status, r.header.Clone(), true
}

var errTooLarge = errors.New("the response is larger than its limit")

// Write implements http.ResponseWriter.
func (r *recorder) Write(p []byte) (int, error) {
	r.WriteHeader(http.StatusOK)
	if int64(r.body.Len()+len(p)) > r.meter.Limits().ResponseBytes {
		r.meter.Stop(sandbox.ResponseLimit)
		return 0, errTooLarge
	}
	return r.body.Write(p)
}

func (r *recorder) response() *sdk.Response {
	r.WriteHeader(http.StatusOK)
	if r.body.Len() > 0 && r.sent.Get("Content-Type") == "" {
		r.sent.Set("Content-Type", http.DetectContentType(r.body.Bytes()))
	}
	return &sdk.Response{Status: r.status, Header: r.sent, Body: r.body.Bytes()}
}

// httpRequest is the request of the handler form.
func httpRequest(r *sdk.Request) *http.Request {
	u := &url.URL{Path: r.Path, RawQuery: r.Query.Encode()}
	request := &http.Request{
		Method:        r.Method,
		URL:           u,
		Proto:         "HTTP/1.1",
		ProtoMajor:    1,
		ProtoMinor:    1,
		Header:        r.Header,
		Body:          http.NoBody,
		ContentLength: int64(len(r.Body)),
		Host:          r.Host,
		RemoteAddr:    r.RemoteIP,
		RequestURI:    u.RequestURI(),
	}
	if len(r.Body) > 0 {
		request.Body = io.NopCloser(bytes.NewReader(r.Body))
	}
	for key, value := range r.Params {
		request.SetPathValue(key, value)
	}
	if r.Rest != "" {
		request.SetPathValue("rest", r.Rest)
	}
	return request
}
