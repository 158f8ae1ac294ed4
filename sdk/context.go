package sdk

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
)

// Context is what a script gets for one execution. It is valid until Handle
// returns, and for the goroutine that runs Handle only.
type Context struct {
	// Request is the HTTP request that is being answered. Never nil.
	Request *Request

	// Log writes to the execution's record. Never nil.
	Log *Logger
}

// Request is the HTTP request a script answers.
type Request struct {
	// Method is the request's method, such as GET.
	Method string

	// Host is the host of the request, without port, in lower case.
	Host string

	// Path is the decoded path of the request.
	Path string

	// Params holds what the route captured, decoded: the segment behind each
	// ":name" of its path, and the host's parameter if it has one. Never nil.
	Params map[string]string

	// Query holds the query's values. Never nil.
	Query url.Values

	// Rest is what follows a prefix route's prefix, decoded: "x/y" when
	// "/greet/*" answers "/greet/x/y". Empty for other routes.
	Rest string

	// Header holds the request's header fields. Never nil.
	Header http.Header

	// Body is the whole request body. Empty when there was none.
	Body []byte

	// RemoteIP is the client's address, without port.
	RemoteIP string
}

// ErrEmptyBody is the error of Request.JSON when the request has no body.
var ErrEmptyBody = errors.New("the request body is empty: a JSON value is expected")

// JSON decodes the body into what v points to. A body that is empty, is not
// one JSON value, or does not fit v is an error that answers 400 when Handle
// returns it.
func (r *Request) JSON(v any) error {
	if len(bytes.TrimSpace(r.Body)) == 0 {
		return &StatusError{Status: http.StatusBadRequest, Message: ErrEmptyBody.Error(), Err: ErrEmptyBody}
	}
	dec := json.NewDecoder(bytes.NewReader(r.Body))
	err := dec.Decode(v)
	if err == nil {
		if _, extra := dec.Token(); !errors.Is(extra, io.EOF) {
			err = errors.New("more than one JSON value")
		}
	}
	if err != nil {
		return &StatusError{
			Status:  http.StatusBadRequest,
			Message: fmt.Sprintf("the request body is not the JSON expected: %v", err),
			Err:     err,
		}
	}
	return nil
}
