package yaegi

import (
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"reflect"
	"strconv"
	"strings"
	"sync/atomic"

	"github.com/traefik/yaegi/interp"

	"github.com/picloud/picloud/sandbox"
	"github.com/picloud/picloud/sandbox/yaegi/symbols"
	"github.com/picloud/picloud/sdk"
	"github.com/picloud/picloud/sdk/sdkrun"
)

// instance is an interpreter that holds a script.
type instance struct {
	host    *host
	source  *program
	interp  *interp.Interpreter
	program *interp.Program
	braked  bool // the interpreter was stopped for good

	// The header fields of text and of JSON, which nobody changes: the script
	// never sees them.
	plain, json http.Header

	handleErr   func(*sdk.Context) (any, error)
	handleValue func(*sdk.Context) any
	handleHTTP  func(http.ResponseWriter, *http.Request)
}

// lineIn is the line in the position that the interpreter's errors begin with,
// or 0.
func lineIn(text string) int {
	text = strings.TrimPrefix(text, fileName+":")
	number, _, _ := strings.Cut(text, ":")
	line, err := strconv.Atoi(number)
	if err != nil {
		return 0
	}
	return line
}

// noFiles is a file system without files: nothing is imported from disk.
type noFiles struct{}

// Open implements fs.FS.
func (noFiles) Open(name string) (fs.File, error) {
	return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
}

// Instantiate implements sandbox.Program.
func (p *program) Instantiate(m *sandbox.Meter) (sandbox.Instance, error) {
	in := newInstance(p)
	if err := in.load(); err != nil {
		return nil, err
	}
	if err := in.start(m); err != nil {
		return nil, err
	}
	return in, nil
}

func newInstance(p *program) *instance {
	in := &instance{
		source: p,
		host:   &host{table: p.table, types: p.types},
		plain:  http.Header{"Content-Type": {"text/plain; charset=utf-8"}},
		json:   http.Header{"Content-Type": {"application/json"}},
	}
	in.host.brake = in.brake
	return in
}

// load compiles the script. The interpreter panics on what it does not understand; the
// checks before should have refused that, so its words are not for users.
func (in *instance) load() (err error) {
	p := in.source
	defer func() {
		if r := recover(); r != nil {
			err = errNotUnderstood(r)
		}
	}()
	in.interp = interp.New(interp.Options{
		GoPath:               "/nonexistent",
		Stdin:                strings.NewReader(""),
		Stdout:               in.host,
		Stderr:               &in.host.trace,
		Args:                 []string{},
		SourcecodeFilesystem: noFiles{},
	})
	exports := symbols.Exports(in.host, p.imports)
	if exports == nil {
		exports = interp.Exports{}
	}
	exports[runtimePath+"/"+runtimeName] = in.host.helpers()
	if err := in.interp.Use(exports); err != nil {
		return errNotUnderstood(err)
	}
	fset := in.interp.FileSet()
	if !fset.AddFile(fileName, 1, p.size).SetLines(p.lines) {
		return errNotUnderstood(nil)
	}
	if in.program, err = in.interp.CompileAST(p.file); err != nil {
		return errNotUnderstood(err)
	}
	return nil
}

// errNotUnderstood says that the interpreter does not take the script. Its
// own words are not for users; the position in them is.
func errNotUnderstood(cause any) error {
	d := sandbox.Diagnostic{
		Line: 1, Column: 1, Severity: sandbox.SeverityError, Code: codeUnsupported,
		Message: "the script uses something that cannot be run yet, and it is not known where: take out what was added last, or simplify it",
	}
	if line := lineIn(fmt.Sprint(cause)); line > 0 {
		d.Line = line
		d.Message = "something in this line cannot be run yet: simplify it"
	}
	return &sandbox.SourceError{Diagnostics: []sandbox.Diagnostic{d}}
}

// start runs the global initialisers.
func (in *instance) start(m *sandbox.Meter) error {
	done := make(chan error, 1)
	in.host.budget, in.host.locate = nil, in.findBudget
	in.host.trace.site = nil
	go in.host.run(m, nil, func() error {
		_, err := in.interp.Execute(in.program)
		if p, ok := errors.AsType[interp.Panic](err); ok {
			panic(p.Value)
		}
		if err != nil {
			return errNotUnderstood(err)
		}
		return in.bind()
	}, func(err error) { done <- err })
	return <-done
}

// bind looks up the entry point and the budget, whose places change with each
// run of the initialisers.
func (in *instance) bind() error {
	exported := in.interp.Symbols("main")["main"]
	in.host.trace.site = counterIn(exported, siteName)
	if in.host.budget = counterIn(exported, budgetName); in.host.budget == nil {
		return errNotUnderstood(nil)
	}
	handle, ok := exported[entryPoint]
	if !ok || handle.Kind() != reflect.Func {
		return errNotUnderstood(nil)
	}
	switch f := handle.Interface().(type) {
	case func(*sdk.Context) (any, error):
		in.handleErr = f
	case func(*sdk.Context) any:
		in.handleValue = f
	case func(http.ResponseWriter, *http.Request):
		in.handleHTTP = f
	default:
		return errNotUnderstood(nil)
	}
	return nil
}

// findBudget looks up the budget while the initialisers run.
func (in *instance) findBudget() *int {
	exported := in.interp.Symbols("main")["main"]
	in.host.trace.site = counterIn(exported, siteName)
	return counterIn(exported, budgetName)
}

// counterIn is where a global that rewriting added is.
func counterIn(exported map[string]reflect.Value, name string) *int {
	counter, ok := exported[name]
	if !ok || !counter.CanAddr() {
		return nil
	}
	p, _ := counter.Addr().Interface().(*int)
	return p
}

// Call implements sandbox.Instance.
func (in *instance) Call(m *sandbox.Meter, inv *sandbox.Invocation, done func(*sdk.Response, error)) {
	var response *sdk.Response
	in.host.run(m, inv, func() (err error) {
		response, err = in.invoke(m, inv)
		return err
	}, func(err error) {
		if err != nil {
			response = nil
		}
		done(response, err)
	})
}

func (in *instance) invoke(m *sandbox.Meter, inv *sandbox.Invocation) (*sdk.Response, error) {
	if in.source.form == formHandler {
		w := newRecorder(m)
		in.handleHTTP(w, sdkrun.HTTPRequest(inv.Request))
		return w.Response(), nil
	}
	ctx := &inv.Room.Context
	ctx.Request, ctx.Log = inv.Request, in.host.logger()
	var value any
	var err error
	if in.source.form == formValue {
		value = in.handleValue(ctx)
	} else {
		value, err = in.handleErr(ctx)
	}
	return in.respond(&inv.Room.Response, value, err)
}

// Reset implements sandbox.Instance.
func (in *instance) Reset(m *sandbox.Meter) error {
	if in.braked {
		if err := in.load(); err != nil {
			return err
		}
		in.braked = false
	}
	return in.start(m)
}

// brake stops the interpreter from another goroutine, while the meter holds it
// armed. It does what the interpreter does when the context of a run ends: it changes the run's number, at which every frame
// returns after its current instruction. The interpreter offers no way to do
// that without starting another run beside the one in progress, hence the
// look at its private field, which is read and written atomically everywhere.
func (in *instance) brake() {
	in.braked = true
	id := reflect.ValueOf(in.interp).Elem().FieldByName("id")
	if id.Kind() == reflect.Uint64 {
		atomic.AddUint64((*uint64)(id.Addr().UnsafePointer()), 1)
	}
}

// Close implements sandbox.Instance.
func (in *instance) Close() {}
