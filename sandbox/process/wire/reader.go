package wire

import (
	"errors"
	"io"
	"sync"
	"time"
)

const (
	// smallBuffer is what a Reader holds while nothing large arrives.
	smallBuffer = 4 << 10

	// laneBuffer is the same for a lane: the longest of its frames fits.
	laneBuffer = 16 << 10

	// freeReads is how many reads a frame may take before the Reader slows
	// down: whoever writes byte by byte must not cost a read each.
	freeReads = 48
	crumbWait = time.Millisecond
)

// Reader reads frames. It keeps what it has read of a frame when a read fails,
// so that reading can go on, such as after a deadline. The zero value is not
// usable: use NewReader.
type Reader struct {
	source     io.Reader
	buf        []byte
	large      *[MaxFrame]byte // what buf is, when it is large
	start, end int             // what of buf is read and not yet taken
	small      int             // what it holds while nothing large arrives
}

// NewReader returns a Reader of what source delivers.
func NewReader(source io.Reader) *Reader {
	return &Reader{source: source, small: smallBuffer}
}

// NewLaneReader returns a Reader of a source that delivers many small frames:
// it takes as many as there are at once.
func NewLaneReader(source io.Reader) *Reader {
	return &Reader{source: source, small: laneBuffer}
}

// Ready reports whether Next has a frame without reading.
func (r *Reader) Ready() bool {
	have := r.buf[r.start:r.end]
	if len(have) < HeaderBytes {
		return false
	}
	_, n, err := parseHeader(have)
	return err != nil || len(have) >= HeaderBytes+n
}

// Buffered is how many bytes were received and not yet taken.
func (r *Reader) Buffered() int { return r.end - r.start }

// Release gives back the buffer if it is empty. The next frame gets another.
func (r *Reader) Release() {
	if r.start == r.end {
		r.start, r.end = 0, 0
		if r.large != nil {
			largeBuffers.Put(r.large)
			r.large, r.buf = nil, nil
		}
	}
}

// Next returns the next frame. At the end of the source, between two frames,
// the error is io.EOF.
func (r *Reader) Next() (Frame, error) {
	if err := r.fill(HeaderBytes); err != nil {
		return Frame{}, err
	}
	f, n, err := parseHeader(r.buf[r.start:r.end])
	if err != nil {
		return Frame{}, err
	}
	if err := r.fill(HeaderBytes + n); err != nil {
		return Frame{}, err
	}
	r.start += HeaderBytes
	f.Payload = r.buf[r.start : r.start+n : r.start+n]
	r.start += n
	return f, nil
}

// Message returns the payload of a message that begins with first, which came
// from Next. It may be as long as limit.
func (r *Reader) Message(first Frame, limit int) ([]byte, error) {
	if first.Flags&More == 0 {
		if len(first.Payload) > limit {
			return nil, protocolErrorf("a message of more than %d bytes", limit)
		}
		return first.Payload, nil
	}
	message := append([]byte(nil), first.Payload...)
	for f := first; f.Flags&More != 0; {
		if len(message) > limit {
			return nil, protocolErrorf("a message of more than %d bytes", limit)
		}
		next, err := r.Next()
		if err != nil {
			return nil, err
		}
		if next.Type != first.Type || next.ID != first.ID {
			return nil, protocolErrorf("a message of type %d is followed by type %d before its end", first.Type, next.Type)
		}
		message = append(message, next.Payload...)
		f = next
	}
	if len(message) > limit {
		return nil, protocolErrorf("a message of more than %d bytes", limit)
	}
	return message, nil
}

// fill reads until n bytes are there.
func (r *Reader) fill(n int) error {
	for reads := 0; r.end-r.start < n; reads++ {
		r.room(n)
		if reads > freeReads {
			time.Sleep(crumbWait)
		}
		got, err := r.source.Read(r.buf[r.end:])
		r.end += got
		if err == nil || r.end-r.start >= n {
			continue
		}
		if errors.Is(err, io.EOF) && r.end > r.start {
			return io.ErrUnexpectedEOF
		}
		return err
	}
	return nil
}

// room makes place for a frame of n bytes, and for reading a little at least.
func (r *Reader) room(n int) {
	switch {
	case r.start == r.end && len(r.buf) >= n:
		r.start, r.end = 0, 0
	case r.start+n > len(r.buf):
		buf := r.buf
		switch {
		case n <= len(buf):
		case n <= r.small:
			buf = make([]byte, r.small)
		default:
			r.large = largeBuffers.Get().(*[MaxFrame]byte)
			buf = r.large[:]
		}
		r.end = copy(buf, r.buf[r.start:r.end])
		r.start, r.buf = 0, buf
	}
}

// largeBuffers are the buffers of Readers that have received something large.
var largeBuffers = sync.Pool{New: func() any { return new([MaxFrame]byte) }}
