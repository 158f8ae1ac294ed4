// Package sync has the functions of package sync that make functions.
package sync

// OnceFunc returns a function that calls f the first time.
func OnceFunc(f func()) func() {
	done, panicked := false, true
	var value any
	return func() {
		if !done {
			done = true
			defer func() {
				if panicked {
					value = recover()
					panic(value)
				}
			}()
			f()
			panicked = false
			return
		}
		if panicked {
			panic(value)
		}
	}
}

// OnceValue returns a function that returns what f returned the first time.
func OnceValue[T any](f func() T) func() T {
	var result T
	once := OnceFunc(func() { result = f() })
	return func() T {
		once()
		return result
	}
}

// OnceValues returns a function that returns what f returned the first time.
func OnceValues[T1, T2 any](f func() (T1, T2)) func() (T1, T2) {
	var first T1
	var second T2
	once := OnceFunc(func() { first, second = f() })
	return func() (T1, T2) {
		once()
		return first, second
	}
}
