package store

import (
	"database/sql/driver"
	"encoding/binary"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync/atomic"
	"time"

	"github.com/google/uuid"
)

// ErrBadID is wrapped by the errors of ParseID.
var ErrBadID = errors.New("not the UUID of an object")

// ID identifies an object: a UUID of version 7, so that ids sort by the time
// they were made. The zero ID is no object; it is empty as text and NULL in a
// database.
type ID [16]byte

// NewID returns a new ID, which sorts behind all that this process has made
// before. It is safe for concurrent use, and takes no lock: every request makes
// one.
func NewID() ID {
	var id ID
	tick := ticks.next(time.Now())
	binary.BigEndian.PutUint64(id[:], tick>>tickBits<<16|7<<12|tick&(1<<tickBits-1))
	binary.BigEndian.PutUint64(id[8:], 2<<62|rand.Uint64()>>2)
	return id
}

// ticks are those of the ids that this process has made.
var ticks ticker

// ticker hands out times, each once and in order: the milliseconds since 1970
// and, in the low bits, parts of one.
type ticker struct{ last atomic.Uint64 }

// tickBits is how many bits the part of a millisecond has.
const tickBits = 12

func (t *ticker) next(now time.Time) uint64 {
	tick := uint64(now.UnixMilli())<<tickBits | partOf(now)
	for {
		last := t.last.Load()
		tick = max(tick, last+1)
		if t.last.CompareAndSwap(last, tick) {
			return tick
		}
	}
}

// partOf returns the part of a millisecond that has passed at a time.
func partOf(t time.Time) uint64 { return uint64(t.Nanosecond()%1e6) << tickBits / 1e6 }

// NewIDAt returns a new ID as NewID would have made it at t. Those of times that
// are less than a microsecond apart may be in any order.
func NewIDAt(t time.Time) ID {
	id := NewID()
	id.setTime(t)
	binary.BigEndian.PutUint16(id[6:], uint16(7<<12|partOf(t)))
	return id
}

// FirstIDAt returns the lower bound of the ids made at t, to the millisecond.
// No object has it.
func FirstIDAt(t time.Time) ID {
	id := ID{6: 0x70, 8: 0x80}
	id.setTime(t)
	return id
}

// setTime writes the milliseconds of t, which the UUID holds in 48 bits; what
// lies outside becomes the nearest that it can hold.
func (id *ID) setTime(t time.Time) {
	ms := uint64(min(max(t.UnixMilli(), 0), 1<<48-1))
	for i := range 6 {
		id[i] = byte(ms >> (40 - 8*i))
	}
}

// ParseID reads the canonical text form of an ID. That of the zero ID is
// refused: it would select everything where an ID selects one.
func ParseID(s string) (ID, error) {
	if len(s) != 36 {
		return ID{}, fmt.Errorf("%q is %w", s, ErrBadID)
	}
	u, err := uuid.Parse(s)
	if err != nil || u == uuid.Nil {
		return ID{}, fmt.Errorf("%q is %w", s, ErrBadID)
	}
	return ID(u), nil
}

// IsZero reports whether id names no object.
func (id ID) IsZero() bool { return id == ID{} }

// String returns the canonical text form, or "" for the zero ID.
func (id ID) String() string {
	if id.IsZero() {
		return ""
	}
	return uuid.UUID(id).String()
}

// MarshalText implements encoding.TextMarshaler.
func (id ID) MarshalText() ([]byte, error) { return []byte(id.String()), nil }

// UnmarshalText implements encoding.TextUnmarshaler.
func (id *ID) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*id = ID{}
		return nil
	}
	parsed, err := ParseID(string(text))
	if err != nil {
		return err
	}
	*id = parsed
	return nil
}

// Value implements driver.Valuer.
func (id ID) Value() (driver.Value, error) {
	if id.IsZero() {
		return nil, nil
	}
	return id.String(), nil
}

// Scan implements sql.Scanner.
func (id *ID) Scan(src any) error {
	switch v := src.(type) {
	case nil:
		*id = ID{}
		return nil
	case string:
		return id.UnmarshalText([]byte(v))
	case []byte:
		if len(v) == len(id) {
			copy(id[:], v)
			return nil
		}
		return id.UnmarshalText(v)
	default:
		return fmt.Errorf("a %T is %w", src, ErrBadID)
	}
}
