package symbols

import "reflect"

// text is what most charged functions take first.
type text interface{ ~string | ~[]byte }

// cost is the number of operations for a native pass over n bytes.
func cost(n int) int64 { return int64(n) / 32 }

// freeBytes is the length up to which a pass is not worth counting: the call
// that the script made for it is counted already.
const freeBytes = 64

// pass counts a native pass over n bytes.
func pass(h Host, n int) {
	if n > freeBytes {
		h.Charge(cost(n))
	}
}

// cross counts a native pass that compares each of n bytes with m others.
func cross(h Host, n, m int) {
	if n > freeBytes || m > freeBytes {
		h.Charge(cost(n) * (1 + cost(m)))
	}
}

// convert counts a native pass that makes a copy.
func convert(h Host, n int) {
	if n > freeBytes {
		h.Charge(cost(n))
		h.Allocate(int64(n))
	}
}

// The functions scan* expose a function that reads its first argument in one
// pass; conv* one that also returns a copy of about the same size; and cross2
// one that compares every byte with every other. The digits are the numbers of
// arguments and, if not one, of results.

func scan1[A text, R any](h Host, f func(A) R) reflect.Value {
	return reflect.ValueOf(func(a A) R { pass(h, len(a)); return f(a) })
}

func scan1x2[A text, R, S any](h Host, f func(A) (R, S)) reflect.Value {
	return reflect.ValueOf(func(a A) (R, S) { pass(h, len(a)); return f(a) })
}

func scan2[A text, B, R any](h Host, f func(A, B) R) reflect.Value {
	return reflect.ValueOf(func(a A, b B) R { pass(h, len(a)); return f(a, b) })
}

func scan2x2[A text, B, R, S any](h Host, f func(A, B) (R, S)) reflect.Value {
	return reflect.ValueOf(func(a A, b B) (R, S) { pass(h, len(a)); return f(a, b) })
}

func scan2x3[A text, B, R, S, T any](h Host, f func(A, B) (R, S, T)) reflect.Value {
	return reflect.ValueOf(func(a A, b B) (R, S, T) { pass(h, len(a)); return f(a, b) })
}

func scan3x2[A text, B, C, R, S any](h Host, f func(A, B, C) (R, S)) reflect.Value {
	return reflect.ValueOf(func(a A, b B, c C) (R, S) { pass(h, len(a)); return f(a, b, c) })
}

func cross2[A, B text, R any](h Host, f func(A, B) R) reflect.Value {
	return reflect.ValueOf(func(a A, b B) R { cross(h, len(a), len(b)); return f(a, b) })
}

func conv1[A text, R any](h Host, f func(A) R) reflect.Value {
	return reflect.ValueOf(func(a A) R { convert(h, len(a)); return f(a) })
}

func conv1x2[A text, R, S any](h Host, f func(A) (R, S)) reflect.Value {
	return reflect.ValueOf(func(a A) (R, S) { convert(h, len(a)); return f(a) })
}

// map2 exposes a function of a callback and a text.
func map2[F any, A text](h Host, f func(F, A) A) reflect.Value {
	return reflect.ValueOf(func(callback F, a A) A { convert(h, len(a)); return f(callback, a) })
}

// append2 exposes a function that appends something made of its second
// argument to its first.
func append2[B any, T text](h Host, f func(B, T) B) reflect.Value {
	return reflect.ValueOf(func(b B, t T) B { convert(h, len(t)); return f(b, t) })
}
