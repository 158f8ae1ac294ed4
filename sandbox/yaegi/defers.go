package yaegi

import (
	"reflect"
	"runtime"
)

// Defers holds the deferred calls of one call of a script's function.
type Defers struct {
	calls     []func()
	panicking bool
	value     any
	trace     trace // of the panic
}

// Push defers a call.
func (d *Defers) Push(f func()) { d.calls = append(d.calls, f) }

// scriptPanic is what panic(v) in a script panics with.
type scriptPanic struct {
	value any
	line  int
}

// ScriptPanic implements symbols.ScriptPanic.
func (p *scriptPanic) ScriptPanic() any { return p.value }

// panicWith is panic for scripts.
func (h *host) panicWith(v any, line int) {
	if r, ok := v.(reflect.Value); ok {
		v = r.Interface()
	}
	if v == nil {
		v = new(runtime.PanicNilError)
	}
	panic(&scriptPanic{v, line})
}

// deferred runs body, and then what it deferred, as a function with defer
// statements does. When the script is stopped, by runtime.Goexit, what it
// deferred is not run.
func (h *host) deferred(body func(*Defers)) {
	d := &Defers{}
	h.protect(d, func() { body(d) })
	for len(d.calls) > 0 {
		last := len(d.calls) - 1
		f := d.calls[last]
		d.calls = d.calls[:last]
		h.running = append(h.running, d)
		depth := len(h.running)
		h.protect(d, f)
		h.running = h.running[:depth-1]
	}
	if d.panicking {
		h.trace = d.trace
		panic(d.value)
	}
}

// protect runs f. A panic in it becomes the one that is under way.
func (h *host) protect(d *Defers, f func()) {
	returned := false
	outer := h.trace
	h.trace = trace{site: outer.site}
	defer func() {
		if returned {
			h.trace = outer
			return
		}
		if v := recover(); v != nil {
			d.panicking, d.value, d.trace = true, v, h.trace
			h.trace = outer
		}
	}()
	f()
	returned = true
}

// recovered is recover for scripts. It is called only where that has an
// effect: directly in deferred functions.
func (h *host) recovered() any {
	if len(h.running) == 0 {
		return nil
	}
	d := h.running[len(h.running)-1]
	if !d.panicking {
		return nil
	}
	d.panicking = false
	value := d.value
	d.value = nil
	if p, ok := value.(*scriptPanic); ok {
		return p.value
	}
	return runtimePanic(value)
}
