package wire

import (
	"encoding/binary"
	"time"

	"github.com/picloud/picloud/sandbox"
)

const (
	// MaxCall is how long the payload of a Call or a Return may be. What is
	// longer goes over a pair of pipes.
	MaxCall = 16<<10 - HeaderBytes

	// MaxCallBody is how long the body in a Call may be.
	MaxCallBody = 8 << 10

	// CallBody is where in the payload of a Call the body begins. Before it
	// are the number of the pair and the length of the body, two bytes each.
	CallBody = 4
)

// AppendCall completes the payload of a Call, of which b holds everything from
// its start to the end of a body of n bytes: what is before the body is filled
// in but for the number of the pair, and the head of the request is appended.
func AppendCall(b []byte, start, n int, call *sandbox.Call) []byte {
	PutPair(b[start:], 0)
	binary.LittleEndian.PutUint16(b[start+2:], uint16(n))
	return AppendRequest(b, call)
}

// PutPair puts the number of a pair into the payload of a Call.
func PutPair(payload []byte, pair int) {
	binary.LittleEndian.PutUint16(payload, uint16(pair))
}

// DecodeCall decodes the payload of a Call.
func DecodeCall(payload []byte) (pair int, body []byte, call sandbox.Call, err error) {
	if len(payload) < CallBody {
		return 0, nil, sandbox.Call{}, protocolErrorf("a call of %d bytes", len(payload))
	}
	pair = int(binary.LittleEndian.Uint16(payload))
	n := int(binary.LittleEndian.Uint16(payload[2:]))
	rest := payload[CallBody:]
	if n > len(rest) {
		return 0, nil, sandbox.Call{}, protocolErrorf("a body is cut off")
	}
	if n > 0 {
		body = append(body, rest[:n]...)
	}
	call, err = DecodeRequest(rest[n:])
	return pair, body, call, err
}

// AppendReturn appends the payload of a Return. The head comes from
// AppendResponse; it is empty when there is no response.
func AppendReturn(b, head, body []byte, r *sandbox.Result) []byte {
	b = append(appendUint(b, uint64(len(head))), head...)
	b = append(appendUint(b, uint64(len(body))), body...)
	return AppendResult(b, r)
}

// Returned is what a Return holds.
type Returned struct {
	// Head is that of the response. Its status is 0 when there is none.
	Head   Head
	Body   string
	Result sandbox.Result
}

// DecodeReturn decodes and checks the payload of a Return, of an execution
// under limits that began at began.
func DecodeReturn(payload string, limits sandbox.Limits, began time.Time) (r Returned, err error) {
	d := &decoder{rest: payload}
	head := d.text()
	r.Body = d.text()
	if d.err != nil {
		return r, d.err
	}
	if head != "" {
		if r.Head, err = decodeHead(head); err != nil {
			return r, err
		}
	}
	if r.Result, err = decodeResult(d, limits, began); err != nil {
		return r, err
	}
	switch {
	case int64(len(r.Body)) > limits.ResponseBytes:
		return r, protocolErrorf("a response body over the limit")
	case head == "" && (r.Body != "" || r.Result.Outcome == sandbox.OK):
		return r, protocolErrorf("a result before the end of the response")
	}
	return r, nil
}
