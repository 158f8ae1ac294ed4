package local_test

import (
	"strings"
	"testing"
	"time"

	"github.com/picloud/picloud/sandbox"
	"github.com/picloud/picloud/sandbox/local"
)

// runaways are scripts that never end by themselves. Each has a Handle, and
// whatever else it needs, and ends in its outcome.
var runaways = []struct {
	name    string
	imports string
	outside string
	body    string
	outcome sandbox.Outcome
}{
	{"for", "", "", "for { }", sandbox.OperationLimit},
	{"condition", "", "", "x := 1\nfor x > 0 { x++\nif x > 1000 { x = 1 } }", sandbox.OperationLimit},
	{"three clauses", "", "", "for i := 0; i < 10; i++ { i-- }", sandbox.OperationLimit},
	{"labels", "", "", "outer:\nfor { for { continue outer } }", sandbox.OperationLimit},
	{"init only", "", "", "for i := 0; ; { i++\n_ = i }", sandbox.OperationLimit},
	{"direct recursion", "", "func f(n int) int { return f(n+1) + 1 }", "f(0)", sandbox.DepthLimit},
	{"mutual recursion", "", "func f(n int) int { return g(n+1) + 1 }\nfunc g(n int) int { return f(n+1) + 1 }", "f(0)", sandbox.DepthLimit},
	{"closure recursion", "", "", "var f func(int) int\nf = func(n int) int { return f(n+1) + 1 }\nf(0)", sandbox.DepthLimit},
	{"method recursion", "", "type T struct{ n int }\nfunc (t *T) f() { t.n++\nt.f() }", "(&T{}).f()", sandbox.DepthLimit},
	{"method value recursion", "", "type T struct{ n int }\nfunc (t *T) f() { g := t.f\ng() }", "(&T{}).f()", sandbox.DepthLimit},
	{"interface recursion", "", "type I interface{ F() }\ntype T struct{ n int }\nfunc (t *T) F() { var i I = t\ni.F() }", "(&T{}).F()", sandbox.DepthLimit},
	{"sort.Slice recursion", "sort", "func f() { sort.Slice([]int{1, 2}, func(i, j int) bool { f()\nreturn false }) }", "f()", sandbox.DepthLimit},
	{"strings.Map recursion", "strings", "func f() { strings.Map(func(r rune) rune { f()\nreturn r }, \"x\") }", "f()", sandbox.DepthLimit},
	{"sync.Once recursion", "sync", "func f() { var o sync.Once\no.Do(f) }", "f()", sandbox.DepthLimit},
	{"String recursion", "fmt", "type T struct{ n int }\nfunc (t *T) String() string { return fmt.Sprint(t) }", "_ = fmt.Sprint(&T{})", sandbox.DepthLimit},
	{"deferred recursion", "", "func f() { defer func() { f() }() }", "f()", sandbox.DepthLimit},
	{"recovering", "", "func f() { defer func() { recover()\nf() }()\npanic(1) }", "f()", sandbox.DepthLimit},
	{"swallowing", "", "func f() { defer func() { recover() }()\nfor { } }", "for { f() }", sandbox.OperationLimit},
	{"panics in a loop", "", "func f() { defer func() { recover() }()\npanic(1) }", "for { f() }", sandbox.OperationLimit},
	{"sort.Sort of 1<<60", "sort", "type L struct{ n int }\nfunc (l *L) Len() int { return 1 << 60 }\nfunc (l *L) Less(i, j int) bool { return i > j }\nfunc (l *L) Swap(i, j int) {}", "sort.Sort(&L{})", sandbox.OperationLimit},
	{"sort.Search", "sort", "", "for { sort.Search(1<<60, func(i int) bool { return false }) }", sandbox.OperationLimit},
	{"call tree", "", "func f(n int) int { if n == 0 { return 1 }\nreturn f(n-1) + f(n-1) }", "f(60)", sandbox.OperationLimit},
	{"a native giant", "", "", "n := 1 << 40\n_ = make([]byte, n)", sandbox.MemoryLimit},
	{"sleep", "time", "", "time.Sleep(time.Hour)", sandbox.Timeout},
	{"strings doubling", "", "", "s := \"x\"\nfor { s += s }", sandbox.MemoryLimit},
	{"slices doubling", "", "", "s := []int{1}\nfor { s = append(s, s...) }", sandbox.MemoryLimit},
	{"lists of slices", "", "", "var l [][]byte\nfor { l = append(l, make([]byte, 1<<20)) }", sandbox.MemoryLimit},
}

func TestExecute_StopsEveryRunaway(t *testing.T) {
	e := newExecutor(t, local.Options{Grace: 5 * time.Second})
	for _, test := range runaways {
		t.Run(test.name, func(t *testing.T) {
			imports := "import \"github.com/picloud/picloud/sdk\"\n"
			if test.imports != "" {
				imports += "import \"" + test.imports + "\"\n"
			}
			source := "package main\n" + imports + test.outside +
				"\nfunc Handle(ctx *sdk.Context) (any, error) {\nif ctx.Request.Method == \"POST\" {\n" + test.body + "\n}\nreturn \"fine\", nil\n}\n"
			call := callOf(source)
			call.Script.ID = test.name
			call.Limits = sandbox.Limits{Operations: 200_000, Timeout: 60 * time.Second}
			if result, _ := execute(t, e, call); result.Outcome != sandbox.OK {
				t.Fatalf("before: %s %s", result.Outcome, result.Error)
			}
			call.Method = "POST"
			if test.outcome == sandbox.Timeout {
				call.Limits.Timeout = 50 * time.Millisecond
			}
			if test.outcome == sandbox.MemoryLimit {
				call.Limits.Operations = 1 << 60
			}
			result, w := execute(t, e, call)
			if result.Outcome != test.outcome || result.Error == "" || w.Body.Len() > 0 {
				t.Errorf("ended in %s (%s), want %s", result.Outcome, result.Error, test.outcome)
			}
			call.Method = "GET"
			result, w = execute(t, e, call)
			if result.Outcome != sandbox.OK || !strings.Contains(w.Body.String(), "fine") {
				t.Errorf("the next call: %s %s", result.Outcome, result.Error)
			}
		})
	}
	if lost := e.Lost(); lost != 0 {
		t.Errorf("%d calls still run", lost)
	}
}
