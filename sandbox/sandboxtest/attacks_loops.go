package sandboxtest

import "github.com/picloud/picloud/sandbox"

// loops are loops without end, and loops that take too long.
func loops() []attack {
	operations := []sandbox.Outcome{sandbox.OperationLimit}
	return []attack{
		{name: "loop: for", want: operations, body: `for {
	}`},
		{name: "loop: for until the deadline", limits: deadline(), want: []sandbox.Outcome{sandbox.Timeout}, slow: true, body: `for {
	}`},
		{name: "loop: with a condition", want: operations, body: `n := 1
	for n > 0 {
		n = n%7 + 1
	}
	return n, nil`},
		{name: "loop: that counts", want: operations, body: `n := 0
	for i := 0; i >= 0; i++ {
		n += i
	}
	return n, nil`},
		{name: "loop: labelled continue", want: operations, body: `outer:
	for {
		for i := 0; i < 3; i++ {
			if i == 1 {
				continue outer
			}
		}
	}`},
		{name: "loop: nested", want: operations, body: `n := 0
	for i := 0; i < 100000; i++ {
		for j := 0; j < 100000; j++ {
			n++
		}
	}
	return n, nil`},
		{name: "loop: range over an integer", want: operations, body: `n := 0
	for i := range 1 << 50 {
		n += i
	}
	return n, nil`},
		{name: "loop: range over a map that grows", want: []sandbox.Outcome{sandbox.OperationLimit, sandbox.OK, sandbox.MemoryLimit, sandbox.Crashed}, body: `m := map[int]bool{0: true}
	for {
		for k := range m {
			m[k+1] = true
		}
	}`},
		{name: "loop: over a slice that grows", want: []sandbox.Outcome{sandbox.OperationLimit, sandbox.MemoryLimit, sandbox.Crashed}, body: `list := []int{1}
	for i := 0; i < len(list); i++ {
		list = append(list, i)
	}
	return len(list), nil`},
		{name: "loop: that does nothing but call", want: operations, body: `f := func() {}
	for {
		f()
	}`},
		{name: "loop: that logs", want: operations, body: `for {
		ctx.Log.Info("again")
	}`},
		{name: "loop: switch that never ends", want: operations, body: `state := 0
	for {
		switch state {
		case 0:
			state = 1
			continue
		default:
			state = 0
		}
	}`},
		{name: "loop: defers without end", want: []sandbox.Outcome{sandbox.OperationLimit, sandbox.MemoryLimit, sandbox.Crashed, refused}, body: `for {
		defer func() {}()
	}`},
		{name: "loop: in a deferred function", want: operations, body: `defer func() {
		for {
		}
	}()
	return nil, nil`},
		{name: "loop: in a deferred function after a panic", want: operations, body: `defer func() {
		recover()
		for {
		}
	}()
	panic("first")`},
		{name: "loop: recover and go on", want: operations, limits: sandbox.Limits{Operations: 50_000}, declarations: `func swallow() {
	defer func() {
		recover()
	}()
	panic("again")
}`, body: `for {
		swallow()
	}`},
		{name: "loop: recover that swallows the end", want: operations, declarations: `func spin() {
	defer func() {
		recover()
	}()
	for {
	}
}`, body: `for {
		spin()
	}`},
		{name: "loop: defers that start it again", want: []sandbox.Outcome{sandbox.OperationLimit, sandbox.DepthLimit}, declarations: `func again() {
	defer again()
	defer func() {
		recover()
	}()
	panic("x")
}`, body: `again()
	return nil, nil`},
		{name: "loop: exponential calls", want: operations, limits: sandbox.Limits{Operations: 500_000}, declarations: `func double(n int) int {
	if n == 0 {
		return 1
	}
	return double(n-1) + double(n-1)
}`, body: `return double(60), nil`},
	}
}

// recursions are calls that never come back.
func recursions() []attack {
	depth := []sandbox.Outcome{sandbox.DepthLimit}
	return []attack{
		{name: "recursion: direct", want: depth, declarations: `func f(n int) int {
	return f(n+1) + 1
}`, body: `return f(0), nil`},
		{name: "recursion: mutual", want: depth, declarations: `func f(n int) int {
	return g(n+1) + 1
}

func g(n int) int {
	return f(n+1) + 1
}`, body: `return f(0), nil`},
		{name: "recursion: closure", want: depth, body: `var f func(n int) int
	f = func(n int) int {
		return f(n+1) + 1
	}
	return f(0), nil`},
		{name: "recursion: the last call", want: depth, declarations: `func f(n int) int {
	return f(n + 1)
}`, body: `return f(0), nil`},
		{name: "recursion: method", want: depth, declarations: `type node struct{ n int }

func (x *node) down() int {
	x.n++
	return x.down() + 1
}`, body: `return (&node{}).down(), nil`},
		{name: "recursion: interface", want: depth, declarations: `type downer interface{ down(d downer) int }

type node struct{ n int }

func (x *node) down(d downer) int {
	return d.down(d) + 1
}`, body: `var d downer = &node{}
	return d.down(d), nil`},
		{name: "recursion: method value", want: depth, declarations: `type node struct{ next func(int) int }

func (x *node) down(n int) int {
	return x.next(n+1) + 1
}`, body: `x := &node{}
	x.next = x.down
	return x.down(0), nil`},
		{name: "recursion: deferred", want: depth, declarations: `func f(n int) {
	defer f(n + 1)
}`, body: `f(0)
	return nil, nil`},
		{name: "recursion: that recovers at each level", want: []sandbox.Outcome{sandbox.DepthLimit, sandbox.OperationLimit}, declarations: `func f(n int) int {
	defer func() {
		recover()
	}()
	return f(n+1) + 1
}`, body: `return f(0), nil`},
		{name: "recursion: many arguments", want: depth, declarations: `func f(a, b, c, d, e, g [64]int) int {
	return f(b, c, d, e, g, a) + 1
}`, body: `var a [64]int
	return f(a, a, a, a, a, a), nil`},
		{name: "recursion: Handle itself", want: depth, body: `return Handle(ctx)`},
		{name: "recursion: through sort.Slice", want: depth, imports: []string{"sort"}, declarations: `func f() bool {
	list := []int{2, 1}
	sort.Slice(list, func(i, j int) bool { return f() })
	return true
}`, body: `return f(), nil`},
		{name: "recursion: through strings.Map", want: depth, imports: []string{"strings"}, declarations: `func f(r rune) rune {
	strings.Map(f, "a")
	return r
}`, body: `f('a')
	return nil, nil`},
		{name: "recursion: through strings.FieldsFunc", want: depth, imports: []string{"strings"}, declarations: `func f(r rune) bool {
	return len(strings.FieldsFunc("a b", f)) > 0
}`, body: `return f('a'), nil`},
		{name: "recursion: through sync.Once", want: []sandbox.Outcome{sandbox.DepthLimit, sandbox.Failed}, imports: []string{"sync"}, declarations: `func f(n int) {
	var once sync.Once
	once.Do(func() { f(n + 1) })
}`, body: `f(0)
	return nil, nil`},
		{name: "recursion: through a Stringer", want: depth, imports: []string{"fmt"}, declarations: `type echo struct{ n int }

func (e echo) String() string {
	return fmt.Sprint(echo{e.n + 1}) + "x"
}`, body: `return fmt.Sprint(echo{}), nil`},
		{name: "recursion: through an error's text", want: []sandbox.Outcome{sandbox.DepthLimit, refused}, imports: []string{"fmt"}, declarations: `type failure struct{ n int }

func (f *failure) Error() string {
	return fmt.Sprintf("%v", &failure{f.n + 1})
}`, body: `return nil, &failure{}`},
		{name: "recursion: through MarshalJSON", want: []sandbox.Outcome{sandbox.DepthLimit, sandbox.Failed, refused}, imports: []string{"encoding/json"}, declarations: `type shape struct{ N int }

func (s shape) MarshalJSON() ([]byte, error) {
	return json.Marshal(shape{s.N + 1})
}`, body: `b, err := json.Marshal(shape{})
	return b, err`},
		{name: "recursion: through slices.SortFunc", want: []sandbox.Outcome{sandbox.DepthLimit, refused}, imports: []string{"slices"}, declarations: `func f(a, b int) int {
	slices.SortFunc([]int{2, 1}, f)
	return a - b
}`, body: `return f(1, 2), nil`},
		{name: "recursion: generic", want: []sandbox.Outcome{sandbox.DepthLimit, refused}, declarations: `func f[T any](v T, n int) T {
	return f(v, n+1)
}`, body: `return f("x", 0), nil`},
	}
}
