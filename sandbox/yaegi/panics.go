package yaegi

import (
	"fmt"
	"reflect"
	"runtime"
	"strings"

	"github.com/picloud/picloud/sandbox"
	"github.com/picloud/picloud/sandbox/yaegi/symbols"
)

// maxTrace bounds what is kept of the interpreter's own trace.
const maxTrace = 4 << 10

// trace collects the lines that the interpreter writes while a panic unwinds,
// innermost function first.
type trace struct {
	text []byte
	site *int // the interpreted variable with the last site
	last int  // what that was when the panic began
}

// Write implements io.Writer. It drops what is over the bound.
func (t *trace) Write(p []byte) (int, error) {
	if len(t.text) == 0 && t.site != nil {
		t.last = *t.site
	}
	t.text = append(t.text, p[:min(len(p), maxTrace-len(t.text))]...)
	return len(p), nil
}

func (t *trace) reset() { t.text = nil }

// runtimeError is a panic of the language itself, such as a division by zero.
type runtimeError string

// Error implements error.
func (e runtimeError) Error() string { return "runtime error: " + string(e) }

// RuntimeError implements runtime.Error.
func (e runtimeError) RuntimeError() {}

// conversionError is a failed type assertion.
type conversionError string

// Error implements error.
func (e conversionError) Error() string { return string(e) }

// RuntimeError implements runtime.Error.
func (e conversionError) RuntimeError() {}

// runtimePanic turns a value that the interpreter or native code panicked
// with into what Go would have panicked with.
func runtimePanic(value any) any {
	if r, ok := value.(reflect.Value); ok && r.IsValid() && r.CanInterface() {
		value = r.Interface()
	}
	switch v := value.(type) {
	case *symbols.LimitError, *symbols.Unsupported:
		return v
	case runtime.Error:
		text := v.Error()
		if strings.Contains(text, "is nil, not *interp") {
			return runtimeError("invalid memory address or nil pointer dereference")
		}
		if !strings.Contains(text, "interp.") && !strings.Contains(text, "reflect.") {
			return v
		}
		return runtimeError("invalid operation")
	case *reflect.ValueError:
		return runtimeError("invalid memory address or nil pointer dereference")
	case error:
		if text := v.Error(); strings.HasPrefix(text, fileName+":") {
			return fromText(text)
		}
		return v
	case string:
		return fromText(v)
	}
	return value
}

// fromText knows the panics of package reflect, on which the interpreter is
// built, and of the interpreter.
func fromText(text string) any {
	switch {
	case strings.HasPrefix(text, "reflect: slice index out of range"),
		strings.HasPrefix(text, "reflect: array index out of range"),
		strings.HasPrefix(text, "reflect: string index out of range"):
		return runtimeError("index out of range")
	case strings.HasPrefix(text, "reflect.Value.Slice"), strings.HasPrefix(text, "reflect.Value.Slice3"):
		return runtimeError("slice bounds out of range")
	case strings.Contains(text, "interface conversion"):
		_, rest, _ := strings.Cut(text, "interface conversion: ")
		if strings.Contains(rest, "struct {") || strings.Contains(rest, "{{") || strings.Contains(rest, "interp.") {
			rest = "the value has another type"
		}
		return conversionError("interface conversion: " + rest)
	case strings.HasPrefix(text, "reflect.Value.Call: call of nil"):
		return runtimeError("invalid memory address or nil pointer dereference")
	case strings.HasPrefix(text, "reflect"), strings.HasPrefix(text, fileName+":"), strings.Contains(text, "interp."):
		return runtimeError("invalid operation")
	}
	return text
}

// tracedPanic is a panic with the calls that it left.
type tracedPanic struct {
	panicked *sandbox.PanicError
	frames   []frame
}

// Error returns what Go would print, without its innermost frame where that is
// the only one.
func (e *tracedPanic) Error() string {
	text := e.panicked.Error()
	if len(e.frames) < 2 {
		return text
	}
	for _, f := range e.frames {
		text += "\n\t" + f.String()
	}
	return text
}

// Unwrap returns the panic.
func (e *tracedPanic) Unwrap() error { return e.panicked }

// panicError describes what the script panicked with in Go's words.
func (h *host) panicError(value any) error {
	line := 0
	if p, ok := value.(*scriptPanic); ok {
		value, line = p.value, p.line
	} else {
		value = runtimePanic(value)
	}
	left := h.trace // of the panic, not of what describing it may do
	err := &tracedPanic{panicked: &sandbox.PanicError{Message: describeSafely(value), Line: line}}
	err.frames = h.table.frames(string(left.text), causeOf(err.panicked.Message), line, left.last)
	if len(err.frames) > 0 {
		err.panicked.Line = err.frames[0].lines[0]
	}
	return err
}

// describeSafely is describe, for which a method of the script may panic.
func describeSafely(value any) (text string) {
	defer func() {
		if recover() != nil {
			text = "a value whose text cannot be made"
		}
	}()
	return describe(value)
}

// describe is the text for a panic's value: that which Go prints for an error,
// a text or a number. Others are named by their kind, for they may hold
// themselves.
func describe(value any) string {
	switch v := value.(type) {
	case *symbols.Boxed:
		return v.Describe()
	case error:
		return v.Error()
	case fmt.Stringer:
		return v.String()
	}
	switch kind := reflect.ValueOf(value).Kind(); kind {
	case reflect.Invalid:
		return "nil"
	case reflect.Array, reflect.Interface, reflect.Func, reflect.Map, reflect.Pointer, reflect.Slice, reflect.Struct:
		return "a value of kind " + kind.String()
	}
	return fmt.Sprint(value)
}
