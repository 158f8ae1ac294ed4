package wire

import (
	"encoding/binary"
	"math"
	"net/http"
)

// Values are written one after the other: numbers as varints, texts with their
// length in front, lists and maps with their count in front.

func appendUint(b []byte, v uint64) []byte { return binary.AppendUvarint(b, v) }

func appendInt(b []byte, v int64) []byte { return binary.AppendVarint(b, v) }

func appendText(b []byte, s string) []byte {
	return append(binary.AppendUvarint(b, uint64(len(s))), s...)
}

func appendBool(b []byte, v bool) []byte {
	if v {
		return append(b, 1)
	}
	return append(b, 0)
}

func appendMap(b []byte, m map[string]string) []byte {
	b = appendUint(b, uint64(len(m)))
	for key, value := range m {
		b = appendText(appendText(b, key), value)
	}
	return b
}

func appendMulti(b []byte, m map[string][]string) []byte {
	b = appendUint(b, uint64(len(m)))
	for key, values := range m {
		b = appendText(b, key)
		b = appendUint(b, uint64(len(values)))
		for _, value := range values {
			b = appendText(b, value)
		}
	}
	return b
}

// decoder takes values from the front of text. After the first error it
// returns zeros.
type decoder struct {
	rest string
	err  error
}

// newDecoder copies payload, so that what is decoded can be kept.
func newDecoder(payload []byte) *decoder { return &decoder{rest: string(payload)} }

func (d *decoder) fail(reason string) {
	if d.err == nil {
		d.err = &ProtocolError{Reason: reason}
	}
	d.rest = ""
}

// uint is small enough to be inlined for what takes one byte, as most does.
func (d *decoder) uint() uint64 {
	if d.rest != "" && d.rest[0] < 0x80 {
		v := d.rest[0]
		d.rest = d.rest[1:]
		return uint64(v)
	}
	return d.longUint()
}

func (d *decoder) longUint() uint64 {
	var v uint64
	for shift := 0; shift < 64; shift += 7 {
		if d.rest == "" {
			break
		}
		c := d.rest[0]
		d.rest = d.rest[1:]
		if c < 0x80 {
			if shift == 63 && c > 1 {
				break
			}
			return v | uint64(c)<<shift
		}
		v |= uint64(c&0x7f) << shift
	}
	d.fail("a number is cut off or too large")
	return 0
}

func (d *decoder) int() int64 {
	v := d.uint()
	return int64(v>>1) ^ -int64(v&1)
}

// count is a number from 0 to limit, and no larger than what is left to decode
// can hold.
func (d *decoder) count(limit int) int {
	n := d.uint()
	if n > uint64(max(limit, 0)) || n > uint64(len(d.rest)) {
		d.fail("a count is too large")
		return 0
	}
	return int(n)
}

func (d *decoder) text() string {
	n := d.uint()
	if n > uint64(len(d.rest)) {
		d.fail("a text is cut off")
		return ""
	}
	s := d.rest[:n]
	d.rest = d.rest[n:]
	return s
}

func (d *decoder) bool() bool { return d.uint() != 0 }

// mapping is nil when there is nothing in it.
func (d *decoder) mapping() map[string]string {
	n := d.count(math.MaxInt)
	if n == 0 {
		return nil
	}
	m := make(map[string]string, n)
	for range n {
		key := d.text()
		m[key] = d.text()
	}
	return m
}

// multi is nil when there is nothing in it.
func (d *decoder) multi() map[string][]string {
	n := d.count(math.MaxInt)
	if n == 0 {
		return nil
	}
	m := make(map[string][]string, n)
	all := make([]string, 0, n) // of all keys: most have one value
	for range n {
		key := d.text()
		start := len(all)
		for range d.count(math.MaxInt) {
			all = append(all, d.text())
		}
		m[key] = all[start:len(all):len(all)]
	}
	return m
}

func (d *decoder) header() http.Header { return d.multi() }

// end returns the error. Bytes that are left over are one.
func (d *decoder) end() error {
	if d.err == nil && d.rest != "" {
		d.fail("a message is longer than what it holds")
	}
	return d.err
}
