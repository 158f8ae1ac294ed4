package sdktest

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"strings"

	"github.com/picloud/picloud/sdk"
)

// Request is the request that a handler is to answer. The zero value is
// GET http://localhost/ from 192.0.2.1.
type Request struct {
	// Method is the request's method. Empty is GET.
	Method string

	// URL is a path with an optional query, such as /greet/ann?lang=en, or a
	// whole URL when the host matters. Empty is /.
	URL string

	// Header holds the header fields. Their names need not be in canonical
	// form.
	Header http.Header

	// Body is the content.
	Body string

	// JSON, if not nil, is encoded and sent instead of Body, with a content
	// type of application/json unless Header has another one.
	JSON any

	// Params are the captures of the route: sdktest knows no routes.
	Params map[string]string

	// Rest is what follows the prefix of a prefix route.
	Rest string

	// RemoteIP is the client's address. Empty is 192.0.2.1.
	RemoteIP string
}

// request returns what the platform would hand to the script.
func (r Request) request() (*sdk.Request, error) {
	target := r.URL
	if target == "" {
		target = "/"
	}
	u, err := url.ParseRequestURI(target)
	if err != nil {
		return nil, fmt.Errorf("reading the URL of the request: %w", err)
	}
	query, err := url.ParseQuery(u.RawQuery)
	if err != nil {
		return nil, fmt.Errorf("reading the query of the URL %s: %w", target, err)
	}
	out := &sdk.Request{
		Method:   r.Method,
		Host:     strings.ToLower(u.Hostname()),
		Path:     u.Path,
		Params:   map[string]string{},
		Query:    query,
		Rest:     r.Rest,
		Header:   http.Header{},
		Body:     []byte(r.Body),
		RemoteIP: r.RemoteIP,
	}
	maps.Copy(out.Params, r.Params)
	for name, values := range r.Header {
		for _, value := range values {
			out.Header.Add(name, value)
		}
	}
	if out.Method == "" {
		out.Method = http.MethodGet
	}
	if out.Host == "" {
		out.Host = "localhost"
	}
	if out.Path == "" {
		out.Path = "/"
	}
	if out.RemoteIP == "" {
		out.RemoteIP = "192.0.2.1"
	}
	if r.JSON == nil {
		return out, nil
	}
	if out.Body, err = json.Marshal(r.JSON); err != nil {
		return nil, fmt.Errorf("encoding the JSON of the request: %w", err)
	}
	if out.Header.Get("Content-Type") == "" {
		out.Header.Set("Content-Type", "application/json")
	}
	return out, nil
}
