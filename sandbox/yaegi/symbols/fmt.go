package symbols

import (
	"encoding"
	"encoding/json"
	"fmt"
	"io"
	"reflect"
	"runtime"
	"slices"
)

func fmtStatic() table {
	return table{
		"FormatString": fn(fmt.FormatString),

		"Formatter":  typ[fmt.Formatter](),
		"GoStringer": typ[fmt.GoStringer](),
		"State":      typ[fmt.State](),
		"Stringer":   typ[fmt.Stringer](),
	}
}

func fmtBound(h Host) table {
	return table{
		"Append": fn(func(b []byte, a ...any) []byte { return append(b, printing(h, "fmt.Append", fmt.Sprint, a)...) }),
		"Appendf": fn(func(b []byte, format string, a ...any) []byte {
			return append(b, formatting(h, "fmt.Appendf", format, a)...)
		}),
		"Appendln": fn(func(b []byte, a ...any) []byte {
			return append(b, printing(h, "fmt.Appendln", fmt.Sprintln, a)...)
		}),
		"Errorf":   fn(errorf(h)),
		"Sprint":   fn(func(a ...any) string { return printing(h, "fmt.Sprint", fmt.Sprint, a) }),
		"Sprintf":  fn(func(format string, a ...any) string { return formatting(h, "fmt.Sprintf", format, a) }),
		"Sprintln": fn(func(a ...any) string { return printing(h, "fmt.Sprintln", fmt.Sprintln, a) }),
		"Print": fn(func(a ...any) (int, error) {
			return logged(h, printing(h, "fmt.Print", fmt.Sprint, a))
		}),
		"Printf": fn(func(format string, a ...any) (int, error) {
			return logged(h, formatting(h, "fmt.Printf", format, a))
		}),
		"Println": fn(func(a ...any) (int, error) {
			return logged(h, printing(h, "fmt.Println", fmt.Sprintln, a))
		}),
		"Fprint": fn(func(w io.Writer, a ...any) (int, error) {
			return io.WriteString(w, printing(h, "fmt.Fprint", fmt.Sprint, a))
		}),
		"Fprintf": fn(func(w io.Writer, format string, a ...any) (int, error) {
			return io.WriteString(w, formatting(h, "fmt.Fprintf", format, a))
		}),
		"Fprintln": fn(func(w io.Writer, a ...any) (int, error) {
			return io.WriteString(w, printing(h, "fmt.Fprintln", fmt.Sprintln, a))
		}),
	}
}

func logged(h Host, text string) (int, error) {
	h.Print(text)
	return len(text), nil
}

// addSpecial lists the functions whose arguments of type any are looked at for
// methods: yaegi wraps an argument of a script's type that has them, in the
// first of the interfaces that fits.
func addSpecial(special map[reflect.Value][]reflect.Type, path string, symbols table) {
	switch path {
	case "fmt":
		methods := []reflect.Type{
			reflect.TypeFor[fmt.Formatter](), reflect.TypeFor[error](),
			reflect.TypeFor[fmt.Stringer](), reflect.TypeFor[fmt.GoStringer](),
		}
		for _, f := range symbols {
			special[f] = methods
		}
	case "encoding/json":
		special[symbols["Marshal"]] = []reflect.Type{
			reflect.TypeFor[json.Marshaler](), reflect.TypeFor[encoding.TextMarshaler](),
		}
		special[symbols["MarshalIndent"]] = special[symbols["Marshal"]]
		special[symbols["Unmarshal"]] = []reflect.Type{
			reflect.TypeFor[json.Unmarshaler](), reflect.TypeFor[encoding.TextUnmarshaler](),
		}
	case sdkPath:
		special[symbols["JSON"]] = []reflect.Type{
			reflect.TypeFor[json.Marshaler](), reflect.TypeFor[encoding.TextMarshaler](),
		}
	}
}

// Sprint is fmt.Sprint within the limits that scripts have, for what the
// engine formats on their behalf, such as the attributes of a log line. It
// panics as the exposed function does.
func Sprint(h Host, args ...any) string { return printing(h, "fmt.Sprint", fmt.Sprint, args) }

// printing formats args in the default format with f.
func printing(h Host, what string, f func(...any) string, args []any) string {
	p := printer{host: h, what: what}
	args = p.prepare(args, nil)
	return p.done(f(args...))
}

// formatting formats args as format says.
func formatting(h Host, what, format string, args []any) string {
	p := printer{host: h, what: what}
	uses := p.parse(format, args)
	args = p.prepare(p.args, uses)
	return p.done(fmt.Sprintf(p.format, args...))
}

// printer is one call of a formatting function.
type printer struct {
	host Host
	what string

	// factor is how often an argument can be used: more than once where the
	// format has indexes.
	factor int

	// format and args are those of the call, with names of types put in.
	format string
	args   []any

	// caught is what a method of the script panicked with. Package fmt would
	// turn it into text.
	caught   any
	panicked bool
}

// prepare checks args against the limits, and readies values of a script's
// types. The uses of the arguments are nil for the default format.
func (p *printer) prepare(args []any, uses []use) []any {
	w := walk{host: p.host, what: p.what, maxBytes: maxResult, format: true}
	ready := args
	for i, arg := range args {
		var u use
		if uses != nil {
			u = uses[i]
		}
		switch a := arg.(type) {
		case nil, bool, int, int64, float64:
			w.bytes += 8
			continue
		case *Boxed:
			continue // counts what it prints itself
		case string:
			w.use = u
			w.text(a)
			continue
		}
		v := unbox(reflect.ValueOf(arg))
		if !v.IsValid() {
			continue
		}
		u.check(p.what, v.Type())
		w.use, w.wrapped = u, false
		var plain any
		switch {
		case isWrapper(v.Type()):
			w.unwrapped(v.Field(0), 0)
			plain = &scripted{p, v.Interface(), plainAny(plainer{}, v.Field(0).Interface())}
		default:
			w.value(v, 0)
			if !w.wrapped && !isBoxed(reflect.TypeOf(arg)) {
				continue
			}
			plain = plainAny(plainer{}, v.Interface())
		}
		if &ready[0] == &args[0] {
			ready = slices.Clone(args)
		}
		ready[i] = plain
	}
	n := w.bytes * max(p.factor, 1)
	if n > maxResult {
		w.tooLarge()
	}
	w.flush()
	p.host.Charge(cost(n))
	p.host.Allocate(int64(n))
	return ready
}

// done ends the call with its result.
func (p *printer) done(text string) string {
	if p.panicked {
		panic(p.raised())
	}
	if h, ok := p.host.(ValueHost); ok {
		h.Caught().raise()
	}
	// Methods of nested values ran in package fmt, which recovers panics: if
	// one was to end the execution, this repeats it.
	p.host.Charge(cost(len(text)))
	return text
}

// ScriptPanic is implemented by what the engine panics with when the script
// itself panics, in contrast to a panic by which the host ends the execution.
type ScriptPanic interface {
	// ScriptPanic returns what the script panicked with.
	ScriptPanic() any
}

// raised is what a panic in a method of the script ends the call with. Package
// fmt would print the panic and go on, which nobody should rely on.
func (p *printer) raised() any {
	unsupported := p.what + ": a panic in a method that is printed is not supported"
	switch caught := p.caught.(type) {
	case runtime.Error:
		return &Unsupported{unsupported + ": " + caught.Error()}
	case ScriptPanic:
		switch value := caught.ScriptPanic().(type) {
		case string:
			return &Unsupported{unsupported + ": " + value}
		case error:
			return &Unsupported{unsupported + ": " + value.Error()}
		}
		return &Unsupported{unsupported}
	default:
		return caught
	}
}

// scripted formats a value of a script's type that has methods, as package fmt
// formats one of a type that has them.
type scripted struct {
	p       *printer
	methods any // the wrapper
	value   any // without methods
}

// Format implements fmt.Formatter.
func (s *scripted) Format(f fmt.State, verb rune) {
	defer func() {
		if r := recover(); r != nil {
			s.p.caught, s.p.panicked = r, true
		}
	}()
	format := fmt.FormatString(f, verb)
	if m, ok := s.methods.(fmt.Formatter); ok {
		m.Format(f, verb)
		return
	}
	if verb == 'v' && f.Flag('#') {
		if m, ok := s.methods.(fmt.GoStringer); ok {
			_, _ = io.WriteString(f, m.GoString())
			return
		}
		_, _ = fmt.Fprintf(f, format, s.value)
		return
	}
	switch verb {
	case 'v', 's', 'x', 'X', 'q':
		switch m := s.methods.(type) {
		case error:
			_, _ = fmt.Fprintf(f, format, s.bounded(m.Error()))
			return
		case fmt.Stringer:
			_, _ = fmt.Fprintf(f, format, s.bounded(m.String()))
			return
		}
	}
	_, _ = fmt.Fprintf(f, format, s.value)
}

func (s *scripted) bounded(text string) string {
	if len(text) > maxResult {
		panic(&LimitError{s.p.what, "result over 1 MiB"})
	}
	return text
}
