// Deferred method values, interface methods and chains.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type T struct{ log []string }

func (t *T) add(s string) *T { t.log = append(t.log, s); return t }
func (t T) show(s string)    {}

type I interface{ add(s string) *T }

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	t := &T{}
	func() { defer t.add("1").add("2"); t.add("0") }()
	out = append(out, fmt.Sprintln(t.log))
	var i I = t
	func() { defer i.add("i"); t.add("x") }()
	out = append(out, fmt.Sprintln(t.log))
	f := t.add
	func() { defer f("f"); defer func(g func(string) *T) { g("g") }(t.add) }()
	out = append(out, fmt.Sprintln(t.log, len(t.log)))
	func() {
		for _, s := range []string{"a", "b"} {
			defer t.add(s)
		}
	}()
	out = append(out, fmt.Sprintln(t.log[len(t.log)-2:]))
	return strings.Join(out, ""), nil
}
