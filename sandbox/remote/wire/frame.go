// Package wire is what a remote executor and its nodes say to each other in
// the bodies of HTTP requests and responses.
//
// An execution is one request and one response, each a row of frames. To the
// node go a Call, the script's Source if the node may not have it, pieces of
// the body and an End. Back come the Head of the response, pieces of its body
// and a Result. What a caller sends at once is short; a node that wants more of
// the body says so with Continue, after which the call cannot be given to
// another node any more. While nothing else is to be said, the node sends
// Beats.
//
// Nodes and callers may be of different releases, so the encoding is this
// package's own and changes with Version only. Nothing that is received is
// taken on trust: every length, count and character is checked, and the errors
// are of type [ProtocolError].
package wire

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"sync"
)

// Version is the version of the protocol. It is part of the path of every
// request.
const Version = 1

// Type is the kind of a frame.
type Type uint8

// The kinds of frames.
const (
	Call     Type = iota + 1 // to the node: the script, its limits and the head of the request
	Source                   // to the node: the script's source
	Body                     // both ways: a piece of a body, which is not empty
	End                      // to the node: the body is complete
	Abort                    // to the node: the rest of the body will not come
	Continue                 // from the node: it wants the rest of the body
	Beat                     // both ways: nothing to say, and alive
	Head                     // from the node: the head of the response
	Result                   // from the node: how the execution ended
)

const (
	// HeaderBytes is the length of a frame's header: type and payload length.
	HeaderBytes = 5

	// MaxPiece is how long the payload of a Body may be.
	MaxPiece = 32 << 10

	// MaxCall is how long the payload of a Call may be.
	MaxCall = 4 << 20

	// MaxSource is how long that of a Source may be.
	MaxSource = 16 << 20
)

// ProtocolError says that what was received is not what may be sent.
type ProtocolError struct{ Reason string }

// Error returns the reason.
func (e *ProtocolError) Error() string { return "protocol error: " + e.Reason }

// Errorf returns a ProtocolError.
func Errorf(format string, args ...any) error {
	return &ProtocolError{Reason: fmt.Sprintf(format, args...)}
}

// PutHeader writes the header of a frame with a payload of n bytes to the first
// HeaderBytes bytes of b.
func PutHeader(b []byte, t Type, n int) {
	b[0] = byte(t)
	binary.LittleEndian.PutUint32(b[1:HeaderBytes], uint32(n))
}

// Begin appends room for the header of a frame. Finish fills it in.
func Begin(b []byte) (room int, frame []byte) {
	return len(b), append(b, make([]byte, HeaderBytes)...)
}

// Finish makes everything that was appended since Begin the payload of a frame.
func Finish(b []byte, room int, t Type) []byte {
	PutHeader(b[room:], t, len(b)-room-HeaderBytes)
	return b
}

// AppendFrame appends a frame.
func AppendFrame(b []byte, t Type, payload string) []byte {
	room, b := Begin(b)
	return Finish(append(b, payload...), room, t)
}

// Reader reads frames. Use NewReader.
type Reader struct{ in *bufio.Reader }

// readers are kept, with their buffers, for the next ones.
var readers = sync.Pool{New: func() any { return bufio.NewReaderSize(nil, HeaderBytes+MaxPiece) }}

// NewReader returns a Reader of what source delivers. It must be closed.
func NewReader(source io.Reader) *Reader {
	in := readers.Get().(*bufio.Reader)
	in.Reset(source)
	return &Reader{in: in}
}

// Close releases the Reader. What it returned is not valid any more.
func (r *Reader) Close() {
	if r.in != nil {
		r.in.Reset(nil)
		readers.Put(r.in)
		r.in = nil
	}
}

// Next reads the header of the next frame and returns how long its payload is,
// which Bytes or Text must be called for. At the end of the source, between two
// frames, the error is io.EOF.
func (r *Reader) Next() (Type, int, error) {
	header, err := r.in.Peek(HeaderBytes)
	if err != nil {
		if errors.Is(err, io.EOF) && len(header) > 0 {
			err = io.ErrUnexpectedEOF
		}
		return 0, 0, err
	}
	t, n := Type(header[0]), binary.LittleEndian.Uint32(header[1:])
	if _, err := r.in.Discard(HeaderBytes); err != nil {
		return 0, 0, err
	}
	largest := uint32(0) // of frames that have no payload
	switch t {
	case Call, Head, Result:
		largest = MaxCall
	case Source:
		largest = MaxSource
	case Body:
		largest = MaxPiece
	case End, Abort, Continue, Beat:
	default:
		return 0, 0, Errorf("frame type %d", header[0])
	}
	if n > largest || t == Body && n == 0 {
		return 0, 0, Errorf("a frame of type %d with %d bytes", t, n)
	}
	return t, int(n), nil
}

// Bytes returns a payload of at most MaxPiece bytes, which is the Reader's until
// it reads on.
func (r *Reader) Bytes(n int) ([]byte, error) {
	payload, err := r.in.Peek(n)
	if err != nil {
		return nil, unexpected(err)
	}
	_, err = r.in.Discard(n)
	return payload, err
}

// Text returns a payload of at most limit bytes. It takes no more memory than
// what has come.
func (r *Reader) Text(n, limit int) (string, error) {
	if n > limit {
		return "", Errorf("a payload of %d bytes, more than %d", n, limit)
	}
	payload := make([]byte, 0, min(n, MaxPiece))
	for len(payload) < n {
		if len(payload) == cap(payload) {
			payload = append(payload, 0)[:len(payload)]
		}
		got, err := r.in.Read(payload[len(payload):min(cap(payload), n)])
		payload = payload[:len(payload)+got]
		if err != nil && len(payload) < n {
			return "", unexpected(err)
		}
	}
	return string(payload), nil
}

// AtEnd reads on, and fails unless there is nothing more.
func (r *Reader) AtEnd() error {
	_, err := r.in.Peek(1)
	switch {
	case errors.Is(err, io.EOF):
		return nil
	case err == nil:
		return Errorf("something behind the last frame")
	default:
		return err
	}
}

func unexpected(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}
