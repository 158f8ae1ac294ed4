// Package wire is what a worker process and its parent say to each other.
//
// They talk over pipes, in frames. An exchange on a pair of pipes is one
// request and one response: the parent sends the head of the request and its
// body, and when all of it is sent, the worker answers with the head of the
// response, its body and the result. Nothing is in flight in both directions
// at once, so that neither side can block the other, and a body is never held
// whole by the parent. Pipes that are full are the back-pressure.
//
// Requests and responses that are small, as most are, go over one pair of pipes
// that a worker's executions share, the lane: each is one frame, in any order,
// and what comes together is written together. That is what makes a worker
// cheap under load. A response that turns out large goes over a pair of its
// own still.
//
// The parent takes nothing from a worker on trust: decoding checks every
// length, count and character, and the errors are of type [ProtocolError].
package wire

import (
	"encoding/binary"
	"fmt"
)

// Type is the kind of a frame.
type Type uint8

// The kinds of frames. Those of an exchange come on pairs of pipes; Call, Return
// and Elsewhere on the lane; the others on the control pipes.
const (
	Request   Type = iota + 1 // to the worker: the head of a request
	Body                      // both ways: a piece of a body
	Abort                     // to the worker: the rest of the body will not come
	Response                  // from the worker: the head of a response
	Result                    // from the worker: how the execution ended
	Ready                     // from the worker: it has started
	Load                      // to the worker: the script to run
	Loaded                    // from the worker: the script can be run
	Check                     // to the worker: a script to check
	Checked                   // from the worker: what is wrong with it
	Cancel                    // to the worker: the client of a call is gone
	Call                      // to the worker: a whole request
	Return                    // from the worker: a whole response and the result
	Elsewhere                 // from the worker: the response to a Call comes on its pair of pipes
	lastType  = Elsewhere
)

// Flags say how a frame stands to the next one.
type Flags uint8

const (
	// End marks the last piece of a body, or a head without a body.
	End Flags = 1 << iota

	// More marks a message that continues in the next frame. Such frames, and
	// those of a body that are not its End, are always full: a worker cannot
	// keep its parent busy with crumbs.
	More
)

const (
	// HeaderBytes is the length of a frame's header: payload length, type,
	// flags, two zero bytes and the id of the exchange.
	HeaderBytes = 12

	// MaxPayload is how much a frame can carry. A full frame fills a pipe of
	// the usual size exactly.
	MaxPayload = 1<<16 - HeaderBytes

	// MaxFrame is the length of the longest frame.
	MaxFrame = HeaderBytes + MaxPayload
)

// Frame is one frame. The payload is the Reader's, until it reads on.
type Frame struct {
	Type    Type
	Flags   Flags
	ID      uint32
	Payload []byte
}

// ProtocolError says that what was received is not what may be sent.
type ProtocolError struct{ Reason string }

// Error returns the reason.
func (e *ProtocolError) Error() string { return "protocol error: " + e.Reason }

func protocolErrorf(format string, args ...any) error {
	return &ProtocolError{Reason: fmt.Sprintf(format, args...)}
}

// PutHeader writes the header of a frame with a payload of n bytes to the
// first HeaderBytes bytes of b.
func PutHeader(b []byte, t Type, f Flags, id uint32, n int) {
	_ = b[HeaderBytes-1]
	binary.LittleEndian.PutUint32(b, uint32(n))
	b[4], b[5], b[6], b[7] = byte(t), byte(f), 0, 0
	binary.LittleEndian.PutUint32(b[8:], id)
}

// AppendFrame appends a frame. The payload must not be longer than MaxPayload.
func AppendFrame(b []byte, t Type, f Flags, id uint32, payload []byte) []byte {
	var header [HeaderBytes]byte
	PutHeader(header[:], t, f, id, len(payload))
	return append(append(b, header[:]...), payload...)
}

// AppendMessage appends a message of any length, in as many frames as it
// takes. The flags go to the last of them.
func AppendMessage(b []byte, t Type, f Flags, id uint32, message []byte) []byte {
	for len(message) > MaxPayload {
		b = AppendFrame(b, t, More, id, message[:MaxPayload])
		message = message[MaxPayload:]
	}
	return AppendFrame(b, t, f, id, message)
}

// parseHeader reads the header of a frame.
func parseHeader(b []byte) (f Frame, n int, err error) {
	length := binary.LittleEndian.Uint32(b)
	f = Frame{Type: Type(b[4]), Flags: Flags(b[5]), ID: binary.LittleEndian.Uint32(b[8:])}
	switch {
	case length > MaxPayload:
		return f, 0, protocolErrorf("a frame of %d bytes", length)
	case f.Type == 0 || f.Type > lastType:
		return f, 0, protocolErrorf("frame type %d", b[4])
	case f.Flags&^(End|More) != 0 || f.Flags == End|More || b[6] != 0 || b[7] != 0:
		return f, 0, protocolErrorf("frame flags %d", b[5])
	case (f.Flags == More || f.Type == Body && f.Flags != End) && length != MaxPayload:
		return f, 0, protocolErrorf("a frame that is not the last has %d bytes", length)
	}
	return f, int(length), nil
}
