// A formatting helper closure with every verb.
package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	p := func(format string, args ...any) { out = append(out, fmt.Sprintf(format, args...)+"\n") }
	p("%d-%s", 1, "a")
	p("x")
	p("%v %v", []int{1}, map[string]int{"b": 1, "a": 2})
	args := []any{1, "z"}
	p("%v|%v", args...)
	p("%v", args)
	p("%5.2f|%-6s|%6s|%06d|%x|%q|%t|%c|%U|%e|%+d|%%", 3.14159, "ab", "cd", 42, 255, "q", true, 'x', 'é', 1234.5, 7)
	p("%s %v %d", error(nil), nil, []int(nil))
	p("%[2]d %[1]d %[2]d", 1, 2)
	p("%*d|%-*d|", 4, 1, 4, 2)
	p("%v %v", struct {
		A int
		B string
	}{1, "x"}, &struct{ A int }{1})
	p("%08.3f %+.2e %g", 3.14159, 12345.678, 1e-10)
	p("%t %v %p", false, true, nil)
	p("%s", []string{"a", "b"})
	p("%q", []string{"a", "b"})
	p("%x %X %#x", "hello", []byte{1, 171}, 255)
	p("%6d|%-6d|%+d", 1, 2, 3)
	p("%v", [][]int{{1}, {2, 3}})
	p("%v %s", errors.New("e"), fmt.Errorf("w %w", errors.New("i")))
	p("%d%%", 50)
	p("%!")
	p("%d", "s")
	out = append(out, fmt.Sprintln(len(out)))
	return strings.Join(out, ""), nil
}
