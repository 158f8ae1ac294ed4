package sandboxtest

import "github.com/picloud/picloud/sandbox"

// panics are panics in odd places, and with odd values.
func panics() []attack {
	failed := []sandbox.Outcome{sandbox.Failed}
	or := func(more ...sandbox.Outcome) []sandbox.Outcome { return append(more, sandbox.Failed) }
	return []attack{
		{name: "panic: with a string", want: failed, body: `panic("on purpose")`},
		{name: "panic: with nil", want: or(refused), body: `panic(nil)`},
		{name: "panic: with an error", want: failed, imports: []string{"errors"}, body: `panic(errors.New("on purpose"))`},
		{name: "panic: with an error of its own type", want: or(refused), declarations: `type failure struct{ code int }

func (f *failure) Error() string { return "failure" }`, body: `panic(&failure{7})`},
		{name: "panic: with a number", want: failed, body: `panic(7)`},
		{name: "panic: with a long text", want: failed, imports: []string{"strings"}, body: `panic(strings.Repeat("long ", 200_000))`},
		{name: "panic: with text that is none", want: failed, body: `panic("\xff\x00\xfe")`},
		{name: "panic: with a function", want: or(refused), body: `panic(func() {})`},
		{name: "panic: nil map", want: failed, body: `var m map[string]int
	m["x"] = 1
	return m, nil`},
		{name: "panic: index", want: failed, body: `list := []int{1}
	i := 5
	return list[i], nil`},
		{name: "panic: negative index", want: failed, body: `list := []int{1}
	i := -1
	return list[i], nil`},
		{name: "panic: slice bounds", want: failed, body: `s := "short"
	i, j := 4, 2
	return s[i:j], nil`},
		{name: "panic: nil pointer", want: failed, declarations: `type node struct{ next *node }`, body: `var n *node
	return n.next.next == nil, nil`},
		{name: "panic: nil function", want: failed, body: `var f func() int
	return f(), nil`},
		{name: "panic: nil interface", want: failed, declarations: `type speaker interface{ speak() string }`, body: `var s speaker
	return s.speak(), nil`},
		{name: "panic: division by zero", want: failed, body: `a, b := 1, 0
	return a / b, nil`},
		{name: "panic: type assertion", want: failed, body: `var v any = "text"
	return v.(int), nil`},
		{name: "panic: negative shift", want: failed, body: `n := -1
	return 1 << n, nil`},
		{name: "panic: slice to array", want: or(refused), body: `s := []int{1}
	return [4]int(s), nil`},
		{name: "panic: deferred", want: failed, body: `defer func() {
		panic("later")
	}()
	return "ok", nil`},
		{name: "panic: deferred after another", want: failed, body: `defer func() {
		panic("second")
	}()
	panic("first")`},
		{name: "panic: many deferred", want: or(sandbox.OperationLimit), body: `for i := 0; i < 200; i++ {
		defer func() {
			panic("again")
		}()
	}
	panic("first")`},
		{name: "panic: deep down", want: failed, declarations: `func down(n int) int {
	if n == 0 {
		panic("deep")
	}
	return down(n-1) + 1
}`, body: `return down(200), nil`},
		{name: "panic: in less", want: failed, imports: []string{"sort"}, body: `sort.Slice([]int{3, 1, 2}, func(i, j int) bool {
		panic("less")
	})
	return nil, nil`},
		{name: "panic: in strings.Map", want: failed, imports: []string{"strings"}, body: `return strings.Map(func(r rune) rune {
		panic("map")
	}, "abc"), nil`},
		{name: "panic: in a Stringer", want: or(sandbox.OK), imports: []string{"fmt"}, declarations: `type bad struct{}

func (bad) String() string { panic("stringer") }`, body: `return fmt.Sprint(bad{}), nil`},
		{name: "panic: in an error's text", want: failed, declarations: `type bad struct{}

func (*bad) Error() string { panic("no text") }`, body: `return nil, &bad{}`},
		{name: "panic: in a value that is logged", want: or(sandbox.OK, refused), declarations: `type bad struct{}

func (bad) String() string { panic("stringer") }`, body: `ctx.Log.Info("x", "value", bad{})
	return nil, nil`},
		{name: "panic: in sync.Once", want: failed, imports: []string{"sync"}, body: `var once sync.Once
	once.Do(func() { panic("once") })
	return nil, nil`},
		{name: "panic: in what was made by a function that panicked", want: failed, body: `var f func()
	defer func() {
		recover()
		f()
	}()
	panic("first")`},
		{name: "panic: regexp.MustCompile", want: failed, imports: []string{"regexp"}, body: `return regexp.MustCompile("(").String(), nil`},
		{name: "panic: strings.Repeat with a negative count", want: failed, imports: []string{"strings"}, body: `n := -1
	return strings.Repeat("x", n), nil`},
		{name: "panic: a nil *sdk.Context in Handle", want: failed, body: `return Handle(nil)`},
		{name: "panic: a nil error that is none", want: or(sandbox.OK, refused), declarations: `type failure struct{ text string }

func (f *failure) Error() string { return f.text }`, body: `var f *failure
	return "x", f`},
		{name: "panic: in init", want: or(refused), source: source("", `func init() {
	panic("init")
}

func Handle(ctx *sdk.Context) (any, error) {
	return nil, nil
}`)},
		{name: "panic: in a global variable", want: or(refused), source: source("", `var list []int

var first = list[len(list)]

func Handle(ctx *sdk.Context) (any, error) {
	return first, nil
}`)},
		{name: "panic: that init recovers", want: []sandbox.Outcome{sandbox.OK, refused}, source: source("", `var state = "zero"

func init() {
	defer func() {
		recover()
		state = "recovered"
	}()
	panic("init")
}

func Handle(ctx *sdk.Context) (any, error) {
	return state, nil
}`)},
		{name: "loop: in init", want: []sandbox.Outcome{refused}, source: source("", `func init() {
	for {
	}
}

func Handle(ctx *sdk.Context) (any, error) {
	return nil, nil
}`)},
		{name: "recursion: in a global variable", want: []sandbox.Outcome{refused}, source: source("", `func down(n int) int {
	if n < 0 {
		return 0
	}
	return down(n+1) + 1
}

var depth = down(1)

func Handle(ctx *sdk.Context) (any, error) {
	return depth, nil
}`)},
		{name: "memory: in a global variable's initialiser", want: []sandbox.Outcome{refused}, source: source("", `var list = fill()

func fill() [][]byte {
	var list [][]byte
	for {
		list = append(list, make([]byte, 1<<20))
	}
}

func Handle(ctx *sdk.Context) (any, error) {
	return len(list), nil
}`)},
		{name: "wait: in init", want: []sandbox.Outcome{refused}, slow: true, source: source("", `func init() {
	time.Sleep(time.Hour)
}

func Handle(ctx *sdk.Context) (any, error) {
	return nil, nil
}`, "time")},
	}
}

// floods put out more than anybody wants.
func floods() []attack {
	ok := []sandbox.Outcome{sandbox.OK}
	return []attack{
		{name: "flood: log lines", limits: sandbox.Limits{Operations: 10_000_000}, want: ok, body: `for i := 0; i < 100_000; i++ {
		ctx.Log.Info("line", "i", i)
	}
	return nil, nil`},
		{name: "flood: one log line", want: ok, imports: []string{"strings"}, body: `ctx.Log.Info(strings.Repeat("x", 1_000_000))
	return nil, nil`},
		{name: "flood: attributes of a log line", limits: sandbox.Limits{Operations: 10_000_000}, want: append(ok, sandbox.Failed), imports: []string{"strconv"}, body: `var args []any
	for i := 0; i < 50_000; i++ {
		args = append(args, strconv.Itoa(i), i)
	}
	ctx.Log.Info("many", args...)
	return nil, nil`},
		{name: "flood: large attributes", limits: sandbox.Limits{Operations: 10_000_000}, want: ok, imports: []string{"strings"}, body: `for i := 0; i < 50; i++ {
		ctx.Log.Info("x", "v", strings.Repeat("x", 1_000_000))
	}
	return nil, nil`},
		{name: "flood: print without an end of line", limits: sandbox.Limits{Operations: 10_000_000}, want: ok, imports: []string{"fmt"}, body: `for i := 0; i < 100_000; i++ {
		fmt.Print("xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx")
	}
	return nil, nil`},
		{name: "flood: print of empty lines", limits: sandbox.Limits{Operations: 10_000_000}, want: ok, imports: []string{"fmt", "strings"}, body: `for i := 0; i < 10; i++ {
		fmt.Print(strings.Repeat("\n", 1_000_000))
	}
	return nil, nil`},
		{name: "flood: print of zero bytes", want: ok, imports: []string{"fmt"}, body: `for i := 0; i < 10_000; i++ {
		fmt.Println("\x00\xff\xfe\x1b[2J")
	}
	return nil, nil`},
		{name: "flood: print and println", want: append(ok, refused), body: `for i := 0; i < 10_000; i++ {
		println("x", i)
	}
	return nil, nil`},
		{name: "flood: response of 11 MiB", want: []sandbox.Outcome{sandbox.ResponseLimit}, body: `return make([]byte, 11<<20), nil`},
		{name: "flood: response of a gigabyte", want: []sandbox.Outcome{sandbox.ResponseLimit, sandbox.MemoryLimit, sandbox.Failed, sandbox.Crashed}, body: `return make([]byte, 1<<30), nil`},
		{name: "flood: response as JSON", want: []sandbox.Outcome{sandbox.OperationLimit, sandbox.ResponseLimit, sandbox.MemoryLimit, sandbox.Failed, sandbox.Crashed}, imports: []string{"strings"}, body: `var list []string
	for i := 0; i < 20; i++ {
		list = append(list, strings.Repeat("\x01", 900_000))
	}
	return list, nil`},
		{name: "flood: thousands of header fields", want: append(ok, sandbox.Failed, sandbox.ResponseLimit), imports: []string{"strconv"}, body: `r := sdk.Text(200, "x")
	for i := 0; i < 5000; i++ {
		r.Header.Set("X-"+strconv.Itoa(i), "v")
	}
	return r, nil`},
		{name: "flood: thousands of values of one field", want: append(ok, sandbox.Failed, sandbox.ResponseLimit), body: `r := sdk.Text(200, "x")
	for i := 0; i < 5000; i++ {
		r.Header.Add("Set-Cookie", "a=1")
	}
	return r, nil`},
		{name: "flood: a field of a mebibyte", want: append(ok, sandbox.Failed, sandbox.ResponseLimit), imports: []string{"strings"}, body: `r := sdk.Text(200, "x")
	r.Header.Set("X-Large", strings.Repeat("x", 1<<20))
	return r, nil`},
		{name: "flood: sdk.Error with a large text", want: append(ok, sandbox.ResponseLimit), imports: []string{"strings"}, body: `return nil, sdk.Error(400, strings.Repeat("x", 1_000_000))`},
		{name: "flood: an error with a large text", want: []sandbox.Outcome{sandbox.Failed}, imports: []string{"errors", "strings"}, body: `return nil, errors.New(strings.Repeat("x", 1_000_000))`},
	}
}
