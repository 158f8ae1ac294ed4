package wire

import (
	"encoding/binary"
	"net/http"
	"slices"
	"time"

	"github.com/picloud/picloud/sandbox"
)

// Values are written one after the other: numbers as varints, texts with their
// length in front, lists and maps with their count in front, or 0 when they are
// nil and the count and one else.

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
	if m == nil {
		return append(b, 0)
	}
	b = appendUint(b, uint64(len(m))+1)
	for key, value := range m {
		b = appendText(appendText(b, key), value)
	}
	return b
}

func appendMulti(b []byte, m map[string][]string) []byte {
	if m == nil {
		return append(b, 0)
	}
	b = appendUint(b, uint64(len(m))+1)
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

func (d *decoder) fail(reason string) {
	if d.err == nil {
		d.err = &ProtocolError{Reason: reason}
	}
	d.rest = ""
}

func (d *decoder) uint() uint64 {
	var v uint64
	for shift := 0; shift < 64 && d.rest != ""; shift += 7 {
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

// count is a number from 0 to limit, of things that take size bytes each at
// least, and no larger than what is left to decode can hold.
func (d *decoder) count(limit, size int) int {
	n := d.uint()
	if n > uint64(max(limit, 0)) || n > uint64(len(d.rest)/size) {
		d.fail("a count is too large")
		return 0
	}
	return int(n)
}

// list is the count of a list or map that may be nil.
func (d *decoder) list(limit, size int) (n int, isNil bool) {
	if d.rest != "" && d.rest[0] == 0 {
		d.rest = d.rest[1:]
		return 0, true
	}
	n = int(min(d.uint(), 1<<30)) - 1
	if n < 0 || n > limit || n > len(d.rest)/size {
		d.fail("a count is too large")
		return 0, true
	}
	return n, false
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

// raw fills b.
func (d *decoder) raw(b []byte) {
	if len(d.rest) < len(b) {
		d.fail("a message is cut off")
		return
	}
	copy(b, d.rest)
	d.rest = d.rest[len(b):]
}

func (d *decoder) bool() bool { return d.uint() != 0 }

// duration is a duration that is not negative, and cut to a day.
func (d *decoder) duration() time.Duration { return time.Duration(min(d.uint(), uint64(24*time.Hour))) }

func (d *decoder) mapping() map[string]string {
	n, isNil := d.list(maxEntries, 2)
	if isNil {
		return nil
	}
	m := make(map[string]string, min(n, 64))
	for range n {
		key := d.text()
		m[key] = d.text()
	}
	return m
}

func (d *decoder) multi() map[string][]string {
	n, isNil := d.list(maxEntries, 2)
	if isNil {
		return nil
	}
	m := make(http.Header, min(n, 64))
	for range n {
		key := d.text()
		values := make([]string, d.count(maxEntries, 1))
		for i := range values {
			values[i] = d.text()
		}
		m[key] = values
	}
	return m
}

// end returns the error. Bytes that are left over are one.
func (d *decoder) end() error {
	if d.err == nil && d.rest != "" {
		d.fail("a message is longer than what it holds")
	}
	return d.err
}

func cut(s string, n int) string { return s[:min(len(s), n)] }

func isOutcome(o sandbox.Outcome) bool { return slices.Contains(sandbox.Outcomes(), o) }

// maxEntries is how many entries a map of a request may have, and how many
// values each.
const maxEntries = 1 << 18
