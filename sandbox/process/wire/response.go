package wire

import (
	"fmt"
	"net/http"
	"net/textproto"

	"golang.org/x/net/http/httpguts"
)

const (
	// MaxFields is how many header fields a response may have, repeated ones
	// counted each time.
	MaxFields = 100

	// MaxHead is how long the encoded head of a response may be.
	MaxHead = MaxPayload
)

// HeadError says that a response's head cannot be sent. It is the script's
// fault.
type HeadError struct{ Reason string }

// Error returns the reason.
func (e *HeadError) Error() string { return e.Reason }

// AppendResponse appends the head of a response. The error is a *HeadError.
func AppendResponse(b []byte, status int, header http.Header) ([]byte, error) {
	fields := 0
	for _, values := range header {
		fields += len(values)
	}
	if fields > MaxFields {
		return b, &HeadError{fmt.Sprintf("the response has %d header fields, more than %d", fields, MaxFields)}
	}
	start := len(b)
	b = appendUint(b, uint64(max(status, 0)))
	b = appendUint(b, uint64(fields))
	for key, values := range header {
		for _, value := range values {
			b = appendText(appendText(b, key), value)
		}
	}
	if len(b)-start > MaxHead {
		return b[:start], &HeadError{fmt.Sprintf("the response's header is longer than %d bytes", MaxHead)}
	}
	return b, nil
}

// DecodeResponse decodes and checks the head of a response. Fields that are
// about the connection or the framing are left out.
func DecodeResponse(payload []byte) (status int, header http.Header, err error) {
	d := newDecoder(payload)
	status = int(min(d.uint(), 1000))
	n := d.count(MaxFields)
	header = make(http.Header, n)
	for range n {
		key, value := d.text(), d.text()
		if d.err != nil {
			break
		}
		if !httpguts.ValidHeaderFieldName(key) || !httpguts.ValidHeaderFieldValue(value) {
			return 0, nil, protocolErrorf("a header field with characters that are not allowed")
		}
		key = textproto.CanonicalMIMEHeaderKey(key)
		if !aboutConnection(key) {
			header[key] = append(header[key], value)
		}
	}
	if err := d.end(); err != nil {
		return 0, nil, err
	}
	if status < 200 || status > 599 {
		return 0, nil, protocolErrorf("status %d", status)
	}
	return status, header, nil
}

// aboutConnection reports whether a header field is about the connection or
// the framing, which are the server's business.
func aboutConnection(key string) bool {
	switch key {
	case "Connection", "Keep-Alive", "Proxy-Connection", "Proxy-Authenticate", "Proxy-Authorization",
		"Te", "Trailer", "Transfer-Encoding", "Upgrade", "Content-Length":
		return true
	}
	return false
}
