package yaegi_test

import (
	"errors"
	"strconv"
	"strings"
	"testing"

	"github.com/picloud/picloud/sandbox"
)

// TestPanics_TellTheLineAndTheCalls runs functions that panic in the line that
// ends with "// here", called from those that end with "// then".
func TestPanics_TellTheLineAndTheCalls(t *testing.T) {
	t.Parallel()
	for name, source := range map[string]string{
		"the second index": `
func f(a, b []int) int {
	x := a[0]
	y := b[3] // here main.f
	return x + y
}

func run() {
	f([]int{1}, nil) // then main.run
}`,
		"an index in a loop": `
func f(a []int) (n int) {
	n = a[0]
	for i := 0; i < 9; i++ {
		n += a[i] // here main.f
	}
	return n + a[0]
}

func run() { f([]int{1, 2}) } // then main.run`,
		"the condition of a loop": `
func f(a []int) int {
	i := 0
	for ; a[i] > 0; i++ { // here main.f
		a[0] = 1
		if i == 1 {
			continue
		}
	}
	return a[0]
}

func run() { f([]int{1, 2}) } // then main.run`,
		"else if": `
func f(a []int) int {
	if len(a) > 0 && a[0] == 5 {
		return a[0]
	} else if a[1] == 7 { // here main.f
		return 3
	}
	return 0
}

func run() { f([]int{1}) } // then main.run`,
		"a method": `
type T struct{ next *T; v int }

func (t *T) sum() int {
	n := t.v
	return n + t.next.v // here main.(*T).sum
}

func run() {
	_ = len("")
	t := &T{v: 1}
	_ = t.sum() // then main.run
}`,
		"a closure": `
func run() {
	f := func(m map[string]int) {
		m["a"] = 1 // here main.run.func1
	}
	f(nil) // then main.run
}`,
		"a callback of a native function": `
func run() {
	l := []int{3, 2, 1}
	sort.Slice(l, func(i, j int) bool { // then main.run
		return l[i+5] < l[j] // here main.run.func1
	})
}`,
		"a callback of the library": `
func less(a, b int) int {
	return a / (b - b) // here main.less
}

func run() {
	l := []int{3, 2, 1}
	slices.Sort(l)
	slices.SortFunc(l, less) // then main.run
}`,
		"in the library": `
func run() {
	l := []int{3, 2, 1}
	l = slices.Insert(l, 2, 1)
	l = slices.Insert(l, 9, 1) // here main.run
}`,
		"panic": `
func check(ok bool) {
	if !ok {
		panic(errors.New("boom")) // here main.check
	}
}

func run() {
	check(1 > 2) // then main.run
}`,
		"behind deferred calls": `
func f(a []int) (n int) {
	defer func() { n++ }()
	defer func() {
		defer func() { _ = recover() }()
		_ = a[8]
	}()
	return a[7] // here main.f
}

func run() { f(nil) } // then main.run`,
		"a second panic": `
func f(a []int) {
	defer func() {
		if recover() != nil {
			panic("again") // here main.f.func1
		}
	}()
	_ = a[7]
}

func run() { f(nil) }`,
		"a generic function": `
func first[T any](l []T) T {
	return l[0] // here main.first
}

func run() {
	_ = first([]int{1})
	_ = first([]string{}) // then main.run
}`,
		"an assertion": `
func run() {
	var v any = 1
	_ = v.(int)
	_ = v.(string) // here main.run
}`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			text := "package main\n\nimport (\n\t\"errors\"\n\t\"slices\"\n\t\"sort\"\n\n\t\"github.com/picloud/picloud/sdk\"\n)\n\nvar _, _, _ = errors.New, sort.Ints, slices.Max[[]int]\n" +
				source + "\n\nfunc Handle(ctx *sdk.Context) any {\n\trun() // then main.Handle\n\treturn nil\n}\n"
			_, err := call(t, start(t, text), sandbox.NewMeter(sandbox.Limits{}, nil), invocation())
			panicked, ok := errors.AsType[*sandbox.PanicError](err)
			if !ok {
				t.Fatal(err)
			}
			var frames []string
			for i, line := range strings.Split(text, "\n") {
				n := strconv.Itoa(i + 1)
				if _, name, ok := strings.Cut(line, "// here "); ok {
					frames = append([]string{name + ", line " + n}, frames...)
					if panicked.Line != i+1 {
						t.Errorf("line %d, want %d", panicked.Line, i+1)
					}
				} else if _, name, ok := strings.Cut(line, "// then "); ok {
					frames = append(frames, name+", line "+n)
				}
			}
			for _, frame := range frames {
				if !strings.Contains(err.Error(), "\n\t"+frame) && len(frames) > 1 {
					t.Errorf("no frame %s in %s", frame, err)
				}
			}
			if strings.Contains(err.Error(), "pi_") || strings.Count(err.Error(), "\n\t") > 4 {
				t.Errorf("odd frames: %s", err)
			}
		})
	}
}
