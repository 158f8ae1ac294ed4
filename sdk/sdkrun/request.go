package sdkrun

import (
	"bytes"
	"io"
	"net/http"
	"net/url"

	"github.com/picloud/picloud/sdk"
)

// RestName is the path value that holds [sdk.Request.Rest] in the handler form.
const RestName = "rest"

// HTTPRequest returns the request that a handler of the form
// func(http.ResponseWriter, *http.Request) gets for r. It shares Header with r.
func HTTPRequest(r *sdk.Request) *http.Request {
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
		request.SetPathValue(RestName, r.Rest)
	}
	return request
}
