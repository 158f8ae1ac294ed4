package symbols

import "fmt"

// Caps on what one native call may take or produce.
const (
	maxResult = 1 << 20  // result of a function that can multiply its input
	maxText   = 16 << 20 // content of a Builder or Buffer, and a JSON document
	maxPieces = 1 << 16  // pieces of a split, matches of a pattern
)

// LimitError is the value that exposed functions panic with when a call is
// over one of their caps.
type LimitError struct {
	// What is the function, such as "strings.Repeat".
	What string

	// Limit is the cap that the call is over, such as "result over 1 MiB".
	Limit string
}

// Error returns the message, such as "strings.Repeat: result over 1 MiB".
func (e *LimitError) Error() string { return e.What + ": " + e.Limit }

// Unsupported is the value that exposed functions panic with when they would
// give another result than Go does.
type Unsupported struct {
	// Message says what is not supported and what to do instead.
	Message string
}

// Error returns the message.
func (e *Unsupported) Error() string { return e.Message }

// result panics unless n bytes are within the cap for results, and counts them.
func result(h Host, what string, n int64) {
	if n < 0 || n > maxResult {
		panic(&LimitError{what, "result over 1 MiB"})
	}
	if n > 0 {
		h.Allocate(n)
		h.Charge(cost(int(n)))
	}
}

// pieces panics unless n parts are within the cap for parts, and counts them.
func pieces(h Host, what string, n int, size int64) {
	if n > maxPieces {
		panic(&LimitError{what, fmt.Sprintf("more than %d parts", maxPieces)})
	}
	h.Allocate(int64(n) * size)
}

// times is a*b, or -1 when that is over the cap for results. Both are lengths.
func times(a, b int) int64 {
	if a == 0 || b == 0 {
		return 0
	}
	if a > maxResult || b > maxResult {
		return -1
	}
	return int64(a) * int64(b)
}
