package symbols

import (
	"errors"
	"reflect"
)

// unwrap returns the errors that err wraps.
func unwrap(err error) []error {
	if b, ok := any(err).(*Boxed); ok {
		switch f := b.in.methods[method{b.t.ID, "Unwrap"}].(type) {
		case func(any) error:
			if inner := f(b.v); inner != nil {
				return []error{inner}
			}
		case func(any) []error:
			return f(b.v)
		}
		return nil
	}
	switch u := any(err).(type) {
	case interface{ Unwrap() error }:
		if inner := u.Unwrap(); inner != nil {
			return []error{inner}
		}
	case interface{ Unwrap() []error }:
		return u.Unwrap()
	}
	return nil
}

// walkErrors calls visit for err and all that it leads to, until that returns
// true.
func walkErrors(h Host, err error, visited *int, visit func(error) bool) bool {
	if err == nil {
		return false
	}
	if *visited++; *visited > maxErrors {
		panic(&LimitError{"an error", "too many errors in one"})
	}
	h.Charge(1)
	if visit(err) {
		return true
	}
	for _, inner := range unwrap(err) {
		if walkErrors(h, inner, visited, visit) {
			return true
		}
	}
	return false
}

// chain is err and all that it leads to, in the order of errors.As.
func chain(h Host, err error) []error {
	var out []error
	visited := 0
	walkErrors(h, err, &visited, func(e error) bool {
		out = append(out, e)
		return false
	})
	return out
}

// ErrorChain returns err and all errors that it leads to, those behind errors
// of a script's types too.
func ErrorChain(h Host, err error) []error { return chain(h, err) }

// is returns errors.Is for a host.
func is(h Host) func(err, target error) bool {
	in := &values{host: h}
	return func(err, target error) bool {
		if err == nil || target == nil {
			return err == nil && target == nil
		}
		comparable := isComparable(target)
		visited := 0
		return walkErrors(h, err, &visited, func(e error) bool {
			if comparable && isComparable(e) && in.equal(e, target) {
				return true
			}
			if b, ok := any(e).(*Boxed); ok {
				f, ok := b.in.methods[method{b.t.ID, "Is"}].(func(any, error) bool)
				return ok && f(b.v, target)
			}
			f, ok := any(e).(interface{ Is(error) bool })
			return ok && f.Is(target)
		})
	}
}

func isComparable(v any) bool {
	if b, ok := v.(*Boxed); ok {
		return comparableType(b.t, map[*Type]bool{})
	}
	return reflect.TypeOf(v).Comparable()
}

func comparableType(t *Type, seen map[*Type]bool) bool {
	if seen[t] {
		return true
	}
	seen[t] = true
	switch t.Kind {
	case reflect.Slice, reflect.Map, reflect.Func:
		return false
	case reflect.Array:
		return comparableType(t.elem(), seen)
	case reflect.Struct:
		for _, f := range t.Fields {
			if !comparableType(f.Type, seen) {
				return false
			}
		}
	}
	return true
}

// as is errors.As for targets of types that are not the script's: calls with
// those of a script are rewritten.
func as(h Host) func(err error, target any) bool {
	return func(err error, target any) bool {
		v := reflect.ValueOf(target)
		if v.Kind() != reflect.Pointer || v.IsNil() {
			return errors.As(err, target) // panics
		}
		elem := v.Type().Elem()
		errorType := reflect.TypeFor[error]()
		if elem.Kind() != reflect.Interface && !elem.Implements(errorType) || isInternal(elem) {
			panic(&Unsupported{"errors.As: targets of types that the script declares are not supported here: " +
				"use a type assertion in a loop over errors.Unwrap"})
		}
		visited := 0
		return walkErrors(h, err, &visited, func(e error) bool {
			if _, ok := any(e).(*Boxed); ok {
				return false
			}
			if t := reflect.TypeOf(e); t.AssignableTo(elem) {
				v.Elem().Set(reflect.ValueOf(e))
				return true
			}
			f, ok := any(e).(interface{ As(any) bool })
			return ok && f.As(target)
		})
	}
}
