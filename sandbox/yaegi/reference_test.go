package yaegi_test

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/picloud/picloud/sandbox/yaegi/symbols"
)

// The language reference lists the packages that scripts may import.
func TestReference_ListsThePackages(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../../docs/reference/language.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(text), "\n## Packages\n")
	list, _, ok := strings.Cut(rest, ".\n")
	if !ok {
		t.Fatal("no list of packages")
	}
	var got []string
	for _, m := range regexp.MustCompile("`([^`]+)`").FindAllStringSubmatch(list, -1) {
		got = append(got, m[1])
	}
	slices.Sort(got)
	if want := symbols.Packages(); !slices.Equal(got, want) {
		t.Errorf("the reference lists %v, scripts can import %v", got, want)
	}
}

// What the reference says to be refused is refused, and its way out is taken.
func TestReference_RefusesWhatItSays(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ what, outside, body, instead string }{
		{"goroutines", "", "go func() {}()", "func() {}()"},
		{"channels", "", "c := make(chan int, 1)\n_ = c", "c := make([]int, 1)\n_ = c"},
		{"println", "", "println(1)", "fmt.Println(1)"},
		{"defer in a range over a function", "", "for range func(yield func() bool) {} { defer func() {}() }", "for range func(yield func() bool) {} { func() { defer func() {}() }() }"},
		{"fallthrough past default", "", "switch 1 { default: case 1: fallthrough; case 2: }", "switch 1 { case 1: fallthrough; case 2: default: }"},
		{"recover outside", "", "r := recover()\n_ = r", "defer func() { _ = recover() }()"},
		{"comparing interfaces", "type I interface{ F() }", "var a, b I\n_ = a == b", "var a, b any\n_ = a == b"},
		{"two types of one layout", "type A struct{ X int }", "a, b := A{}, struct{ X int }{}\n_ = a == b", "a, b := A{}, struct{ X int }{}\n_ = a == A(b)"},
		{"map keys", "", "m := map[any]int{}\n_ = m", "m := map[string]int{}\n_ = m"},
		{"Format", "type T struct{}\n\nfunc (T) Format(fmt.State, rune) {}", "_ = T{}", "_ = 1"},
		{"String of a function", "type F func()\n\nfunc (F) String() string { return \"\" }", "_ = F(nil)", "_ = 1"},
	} {
		if diagnostics := diagnose(test.outside, test.body); len(diagnostics) == 0 || diagnostics[0].Code != "unsupported" {
			t.Errorf("%s: not refused: %+v", test.what, diagnostics)
		}
		outside := test.outside
		if test.instead == "_ = 1" {
			outside = ""
		}
		if diagnostics := diagnose(outside, test.instead); len(diagnostics) > 0 {
			t.Errorf("%s: the way out is refused: %+v", test.what, diagnostics)
		}
	}
}
