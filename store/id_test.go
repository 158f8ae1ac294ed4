package store

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
)

func TestNewID_SortsByTime(t *testing.T) {
	t.Parallel()
	last := NewID()
	for range 10_000 {
		next := NewID()
		if bytes.Compare(next[:], last[:]) <= 0 || next.String() <= last.String() {
			t.Fatalf("%s after %s", next, last)
		}
		last = next
	}
}

func TestNewID_IsNeverTheSame(t *testing.T) {
	t.Parallel()
	const each, makers = 5000, 4
	made := make(chan []ID, makers)
	for range makers {
		go func() {
			list := make([]ID, each)
			for i := range list {
				list[i] = NewID()
			}
			made <- list
		}()
	}
	seen := map[string]bool{}
	for range makers {
		for _, id := range <-made {
			seen[string(id[:8])] = true // without what is random
		}
	}
	if len(seen) != each*makers {
		t.Errorf("%d times are different, of %d", len(seen), each*makers)
	}
}

func TestNewIDAt_LiesBetweenTheBoundsOfItsTime(t *testing.T) {
	t.Parallel()
	for _, at := range []time.Time{
		time.UnixMilli(0),
		time.Date(2026, 2, 3, 4, 5, 6, 789_999_999, time.UTC),
		time.UnixMilli(1<<48 - 2),
	} {
		low, high := FirstIDAt(at), FirstIDAt(at.Add(time.Millisecond))
		for range 1000 {
			id := NewIDAt(at)
			if bytes.Compare(id[:], low[:]) <= 0 || bytes.Compare(id[:], high[:]) >= 0 {
				t.Fatalf("%s is not between %s and %s", id, low, high)
			}
			if text := id.String(); text[14] != '7' || !strings.ContainsRune("89ab", rune(text[19])) {
				t.Fatalf("%s is not of version 7", id)
			}
		}
	}
	if early, zero := FirstIDAt(time.Time{}), FirstIDAt(time.UnixMilli(0)); early != zero {
		t.Errorf("before 1970: %s, want %s", early, zero)
	}
	low, id, high := FirstIDAt(time.Now()), NewID(), FirstIDAt(time.Now().Add(time.Hour))
	if bytes.Compare(id[:], low[:]) <= 0 || bytes.Compare(id[:], high[:]) >= 0 {
		t.Errorf("%s is not between %s and %s", id, low, high)
	}
}

func TestParseID_TakesTheCanonicalFormOnly(t *testing.T) {
	t.Parallel()
	id := NewID()
	for _, text := range []string{id.String(), strings.ToUpper(id.String())} {
		if got, err := ParseID(text); got != id || err != nil {
			t.Errorf("%q: got %v, %v", text, got, err)
		}
	}
	for _, text := range []string{
		"", "x", id.String()[1:], id.String() + "0", "{" + id.String() + "}", "urn:uuid:" + id.String(),
		strings.ReplaceAll(id.String(), "-", ""), strings.Repeat("g", 36), strings.Repeat("-", 36),
		"00000000-0000-0000-0000-000000000000",
	} {
		if got, err := ParseID(text); !got.IsZero() || !errors.Is(err, ErrBadID) {
			t.Errorf("%q: got %v, %v", text, got, err)
		}
	}
}

func TestID_IsKeptByJSONAndDatabases(t *testing.T) {
	t.Parallel()
	type object struct{ A, B ID }
	in := object{A: NewID()}
	text, err := json.Marshal(in)
	if err != nil {
		t.Fatal(err)
	}
	if want := `{"A":"` + in.A.String() + `","B":""}`; string(text) != want {
		t.Errorf("got %s, want %s", text, want)
	}
	out := object{B: NewID()}
	if err := json.Unmarshal(text, &out); err != nil || out != in {
		t.Errorf("got %+v, %v", out, err)
	}
	if err := json.Unmarshal([]byte(`{"A":"no"}`), &out); !errors.Is(err, ErrBadID) {
		t.Errorf("got error %v", err)
	}

	for _, id := range []ID{in.A, {}} {
		value, err := id.Value()
		if err != nil {
			t.Fatal(err)
		}
		values := []any{value}
		if !id.IsZero() {
			values = append(values, id[:], []byte(id.String()))
		}
		for _, v := range values {
			got := NewID()
			if err := got.Scan(v); err != nil || got != id {
				t.Errorf("%T: got %v, %v", v, got, err)
			}
		}
	}
	for _, bad := range []any{"no", []byte("no"), 7, true} {
		if err := new(ID).Scan(bad); !errors.Is(err, ErrBadID) {
			t.Errorf("%v: got error %v", bad, err)
		}
	}
}

func FuzzParseID_RoundTrips(f *testing.F) {
	f.Add("018f2a6c-7b1e-7000-8000-000000000001")
	f.Add("00000000-0000-0000-0000-000000000000")
	f.Add("018F2A6C-7b1e-7000-8000-00000000000g")
	f.Fuzz(func(t *testing.T, text string) {
		id, err := ParseID(text)
		if (err == nil) == id.IsZero() {
			t.Fatalf("got %v, %v", id, err)
		}
		if err == nil && id.String() != strings.ToLower(text) {
			t.Fatalf("%q became %q", text, id)
		}
	})
}

func BenchmarkNewID(b *testing.B) {
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			NewID()
		}
	})
}

func TestNewIDAt_SortsByTheTimeWithinAMillisecond(t *testing.T) {
	t.Parallel()
	start := time.Date(2030, 1, 2, 3, 4, 5, 0, time.UTC)
	last := NewIDAt(start)
	for i := range 3000 {
		id := NewIDAt(start.Add(time.Duration(i+1) * time.Microsecond))
		if bytes.Compare(id[:], last[:]) <= 0 {
			t.Fatalf("%s, made %d µs later, is not behind %s", id, i+1, last)
		}
		last = id
	}
	if id := NewIDAt(start); uuid.UUID(id).Version() != 7 || uuid.UUID(id).Variant() != uuid.RFC4122 {
		t.Errorf("%s is no UUID of version 7", id)
	}
}
