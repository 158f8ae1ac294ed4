package wire

import (
	"fmt"
	"net/http"

	"golang.org/x/net/http/httpguts"

	"github.com/picloud/picloud/sdk/sdkrun"
)

const (
	// MaxFields is how many header fields a response may have, repeated ones
	// counted each time.
	MaxFields = 100

	// MaxHead is how long the payload of a Head may be.
	MaxHead = 64 << 10
)

// AppendHead appends the payload of a Head. The error says what is wrong with
// the response, in words; then nothing was appended.
func AppendHead(b []byte, status int, header http.Header) ([]byte, error) {
	start, fields := len(b), 0
	for _, values := range header {
		fields += len(values)
	}
	if fields > MaxFields {
		return b, fmt.Errorf("the response has %d header fields, more than %d", fields, MaxFields)
	}
	b = appendUint(b, uint64(max(status, 0)))
	b = appendUint(b, uint64(fields))
	for key, values := range header {
		for _, value := range values {
			b = appendText(appendText(b, key), value)
		}
	}
	if len(b)-start > MaxHead {
		return b[:start], fmt.Errorf("the response's header is longer than %d bytes", MaxHead)
	}
	return b, nil
}

// Field is one field of a header.
type Field struct{ Key, Value string }

// DecodeHead decodes and checks the payload of a Head. Fields that are about
// the connection or the framing are left out.
func DecodeHead(payload string) (status int, fields []Field, err error) {
	d := &decoder{rest: payload}
	status = int(min(d.uint(), 1000))
	fields = make([]Field, 0, d.count(MaxFields, 2))
	for range cap(fields) {
		key, value := d.text(), d.text()
		if d.err != nil {
			break
		}
		if !httpguts.ValidHeaderFieldName(key) || !httpguts.ValidHeaderFieldValue(value) {
			return 0, nil, Errorf("a header field with characters that are not allowed")
		}
		if key = sdkrun.CanonicalName(key); !sdkrun.AboutConnection(key) {
			fields = append(fields, Field{key, value})
		}
	}
	if err := d.end(); err != nil {
		return 0, nil, err
	}
	if status < 200 || status > 599 {
		return 0, nil, Errorf("status %d", status)
	}
	return status, fields, nil
}
