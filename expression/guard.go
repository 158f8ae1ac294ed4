package expression

import (
	"fmt"
	"net/http"
	"net/textproto"
	"sync"

	"github.com/expr-lang/expr/vm"

	"github.com/picloud/picloud/routing"
)

// Guard is a compiled guard of a route. It is safe for concurrent use.
type Guard struct {
	src     string
	program *vm.Program
	reads   struct{ method, host, path bool }
	pool    sync.Pool // of *guardRun
}

var (
	_ routing.Guard = (*Guard)(nil)
	_ fmt.Stringer  = (*Guard)(nil)
)

// CompileGuard compiles a guard. The error is an *Error.
func CompileGuard(src string) (*Guard, error) {
	program, reads, err := compile(src, guardDialect())
	if err != nil {
		return nil, err
	}
	g := &Guard{src: src, program: program}
	g.reads.method, g.reads.host, g.reads.path = reads["method"], reads["host"], reads["path"]
	g.pool.New = func() any { return newGuardRun() }
	return g, nil
}

// String returns the source.
func (g *Guard) String() string { return g.src }

// Allow implements routing.Guard. A guard that fails does not allow.
func (g *Guard) Allow(r *routing.Request, p routing.Params) bool {
	ok, err := g.Eval(r, p)
	return ok && err == nil
}

// Eval is Allow for those who want to know why a guard failed: it converted a
// text that is no number, say, divided by zero, or read a value longer than
// MaxValueBytes. The error is an *Error.
func (g *Guard) Eval(r *routing.Request, p routing.Params) (allowed bool, err error) {
	// The machine recovers by itself; this is for what surrounds it. A run
	// that panicked is not pooled again.
	defer func() {
		if v := recover(); v != nil {
			allowed, err = false, &Error{Message: fmt.Sprintf("the guard failed: %v", v)}
		}
	}()
	run := g.pool.Get().(*guardRun)
	allowed, err = run.eval(g, r, p)
	run.env.clear()
	g.pool.Put(run)
	return allowed, err
}

// guardEnv is what guards see. Its tags are the names that the builder writes;
// those of the lookups cannot be typed by a user.
type guardEnv struct {
	Method   string `expr:"method"`
	Host     string `expr:"host"`
	Path     string `expr:"path"`
	RemoteIP string `expr:"remote_ip"`
	TLS      bool   `expr:"tls"`

	Param     func(string) string `expr:"params()"`
	HasParam  func(string) bool   `expr:"params?"`
	Query     func(string) string `expr:"query()"`
	HasQuery  func(string) bool   `expr:"query?"`
	Header    func(string) string `expr:"header()"`
	HasHeader func(string) bool   `expr:"header?"`

	request *routing.Request
	params  routing.Params
	tooLong string // the value that was
}

func guardDialect() *dialect {
	return &dialect{
		noun:   "a guard",
		env:    guardEnv{},
		root:   "request",
		fields: []string{"method", "host", "path", "remote_ip", "tls"},
		tables: []string{"params", "query", "header"},
		funcs:  functions(),
		key:    guardKey,
	}
}

// functions are those of every dialect: pure, and in time and result no more
// than linear in what they are given.
func functions() []string {
	return []string{
		"len", "lower", "upper", "trim", "trimPrefix", "trimSuffix",
		"int", "float", "string", "abs", "ceil", "floor", "round", "min", "max",
	}
}

// guardKey writes header names as net/http stores them.
func guardKey(table, name string) (normal, advice string) {
	if table != "header" {
		return name, ""
	}
	name = textproto.CanonicalMIMEHeaderKey(name)
	if name == "Host" {
		return "", "the Host header is not among the headers; use request.host"
	}
	return name, ""
}

// guardRun is the machine and environment of one evaluation at a time.
type guardRun struct {
	machine vm.VM
	env     guardEnv
}

func newGuardRun() *guardRun {
	run := new(guardRun)
	e := &run.env
	e.Param, e.HasParam = e.lookUpParam, e.hasParam
	e.Query, e.HasQuery = e.lookUpQuery, e.hasQuery
	e.Header, e.HasHeader = e.lookUpHeader, e.hasHeader
	return run
}

func (run *guardRun) eval(g *Guard, r *routing.Request, p routing.Params) (bool, error) {
	e := &run.env
	e.request, e.params = r, p
	e.Method, e.Path, e.RemoteIP, e.TLS = r.Method, r.Path, r.RemoteIP, r.TLS
	if g.reads.host {
		e.Host = e.limit("host", routing.CanonicalHost(r.Host))
	}
	if g.reads.method {
		e.limit("method", e.Method)
	}
	if g.reads.path {
		e.limit("path", e.Path)
	}
	ok := false
	var err error
	if e.tooLong == "" {
		ok, err = evaluate(&run.machine, g.program, e, g.src)
	}
	if e.tooLong != "" {
		return false, &Error{Message: fmt.Sprintf("%s is longer than %d bytes", e.tooLong, MaxValueBytes)}
	}
	return ok, err
}

// clear lets go of the request.
func (e *guardEnv) clear() {
	e.request, e.params, e.tooLong = nil, nil, ""
	e.Method, e.Host, e.Path, e.RemoteIP, e.TLS = "", "", "", "", false
}

// limit notes a value that is too long. The functions of the environment have
// no way to fail.
func (e *guardEnv) limit(name, value string) string {
	if len(value) <= MaxValueBytes {
		return value
	}
	e.tooLong = "request." + name
	return ""
}

func (e *guardEnv) lookUpParam(name string) string {
	return e.limit("params", e.params.Get(name))
}

func (e *guardEnv) hasParam(name string) bool {
	for _, one := range e.params {
		if one.Name == name {
			return true
		}
	}
	return false
}

func (e *guardEnv) lookUpQuery(name string) string {
	value, _ := queryValue(e.request.RawQuery, name)
	return e.limit("query", value)
}

func (e *guardEnv) hasQuery(name string) bool {
	_, ok := queryValue(e.request.RawQuery, name)
	return ok
}

func (e *guardEnv) lookUpHeader(name string) string {
	return e.limit("header", e.request.Header.Get(name))
}

func (e *guardEnv) hasHeader(name string) bool {
	return len(e.request.Header[http.CanonicalHeaderKey(name)]) > 0
}
