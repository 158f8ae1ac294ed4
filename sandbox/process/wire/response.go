package wire

import (
	"fmt"
	"net/http"

	"golang.org/x/net/http/httpguts"

	"github.com/picloud/picloud/sdk/sdkrun"
)

const (
	// MaxFields is how many header fields a response may have, repeated ones
	// counted each time. It is a number of one byte.
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
	start := len(b)
	b = appendUint(b, uint64(max(status, 0)))
	count := len(b)
	b = append(b, 0) // as many fields as may be fit in
	fields := 0
	for key, values := range header {
		fields += len(values)
		if fields > MaxFields {
			return b[:start], &HeadError{fmt.Sprintf("the response has more than %d header fields", MaxFields)}
		}
		for _, value := range values {
			b = appendText(appendText(b, key), value)
		}
	}
	b[count] = byte(fields)
	if len(b)-start > MaxHead {
		return b[:start], &HeadError{fmt.Sprintf("the response's header is longer than %d bytes", MaxHead)}
	}
	return b, nil
}

// Head is the head of a response, checked.
type Head struct {
	// Status is from 200 to 599.
	Status int

	fields string // as they were encoded
	count  int
}

// DecodeResponse decodes and checks the head of a response.
func DecodeResponse(payload []byte) (Head, error) { return decodeHead(string(payload)) }

func decodeHead(payload string) (Head, error) {
	d := decoder{rest: payload}
	h := Head{Status: int(min(d.uint(), 1000))}
	h.count = d.count(MaxFields)
	h.fields = d.rest
	for range h.count {
		key, value := d.text(), d.text()
		if d.err != nil {
			break
		}
		if !httpguts.ValidHeaderFieldName(key) || !httpguts.ValidHeaderFieldValue(value) {
			return Head{}, protocolErrorf("a header field with characters that are not allowed")
		}
	}
	if err := d.end(); err != nil {
		return Head{}, err
	}
	if h.Status < 200 || h.Status > 599 {
		return Head{}, protocolErrorf("status %d", h.Status)
	}
	return h, nil
}

// Header puts the fields into header, in place of those that it has of the same
// names. Fields that are about the connection or the framing are left out.
func (h Head) Header(header http.Header) {
	d := decoder{rest: h.fields}
	values := make([]string, 0, h.count)
	last := ""
	for range h.count {
		key, value := sdkrun.CanonicalName(d.text()), d.text()
		if sdkrun.AboutConnection(key) {
			continue
		}
		if key == last { // fields of one name follow each other
			header[key] = append(header[key], value)
			continue
		}
		last = key
		values = append(values, value)
		header[key] = values[len(values)-1 : len(values) : len(values)]
	}
}
