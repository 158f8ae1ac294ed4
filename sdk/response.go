package sdk

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
)

// Response is a complete HTTP response.
type Response struct {
	// Status is the status code, from 200 to 599. Zero is 200.
	Status int

	// Header holds the header fields. It may be nil. Content-Length and
	// hop-by-hop fields are set by the server.
	Header http.Header

	// Body is the content. It may be nil.
	Body []byte
}

// StatusError is an error that names the status a client gets for it. Make
// one with [Error].
type StatusError struct {
	// Status is the status code, from 400 to 599. Another is taken as 500.
	Status int

	// Message is what the client is told.
	Message string

	// Err is the cause, for errors.Is and errors.As. It may be nil, and the
	// client never sees it.
	Err error
}

// Error returns an error that answers the request with status and, as JSON,
// message. A status outside 400 to 599 is taken as 500.
func Error(status int, message string) error {
	return &StatusError{Status: failure(status), Message: message}
}

// failure is a status of an error, or 500 in the place of another.
func failure(status int) int {
	if status < 400 || status > 599 {
		return http.StatusInternalServerError
	}
	return status
}

// Error returns the message.
func (e *StatusError) Error() string { return e.Message }

// Unwrap returns the cause, which may be nil.
func (e *StatusError) Unwrap() error { return e.Err }

// JSON returns a response with v encoded as JSON. What cannot be encoded,
// such as a function, answers 500.
func JSON(status int, v any) *Response {
	body, err := json.Marshal(v)
	if err != nil {
		return message(http.StatusInternalServerError, fmt.Sprintf("the response cannot be encoded as JSON: %v", err))
	}
	return respond(status, "application/json", body)
}

// Text returns a response of plain text.
func Text(status int, body string) *Response {
	return respond(status, "text/plain; charset=utf-8", []byte(body))
}

// HTML returns a response with an HTML document. The body is sent as it is:
// escape what comes from users with html.EscapeString.
func HTML(status int, body string) *Response {
	return respond(status, "text/html; charset=utf-8", []byte(body))
}

// Redirect returns a response that sends the client to location. A status
// outside 300 to 399 is taken as 302.
func Redirect(status int, location string) *Response {
	if status < 300 || status > 399 {
		status = http.StatusFound
	}
	return &Response{Status: status, Header: http.Header{"Location": {location}}}
}

// ResponseOf turns what Handle returned into a response, by the rules in the
// package's documentation. PiCloud and test harnesses call it; scripts need
// not. The error is not nil when Handle failed, with an error that carries no
// status or a value that cannot be encoded: then there is no response, and the
// platform answers 500 without the error's text.
func ResponseOf(value any, err error) (*Response, error) {
	if err != nil {
		if s, ok := errors.AsType[*StatusError](err); ok && s != nil {
			return message(failure(s.Status), s.Message), nil
		}
		return nil, err
	}
	switch v := value.(type) {
	case nil:
		return &Response{Status: http.StatusNoContent}, nil
	case string:
		return Text(http.StatusOK, v), nil
	case []byte:
		return respond(http.StatusOK, http.DetectContentType(v), v), nil
	case *Response:
		if v == nil {
			return &Response{Status: http.StatusNoContent}, nil
		}
		return v, nil
	case Response:
		return &v, nil
	}
	body, err := json.Marshal(value)
	if err != nil {
		return nil, fmt.Errorf("encoding the result as JSON: %w", err)
	}
	return respond(http.StatusOK, "application/json", body), nil
}

func respond(status int, contentType string, body []byte) *Response {
	return &Response{Status: status, Header: http.Header{"Content-Type": {contentType}}, Body: body}
}

// message is the body of an error response: {"error": text}. A string always
// encodes, so the error can be dropped.
func message(status int, text string) *Response {
	body, _ := json.Marshal(map[string]string{"error": text})
	return respond(status, "application/json", body)
}
