// String methods called directly, by fmt and through fmt.Stringer.
package main

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/picloud/picloud/sdk"
)

type Temp float64

func (t Temp) String() string { return fmt.Sprintf("%.1f°", float64(t)) }

type Dir struct{ d int }

func (d *Dir) String() string { return "dir" + strconv.Itoa(d.d) }
func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	t := Temp(21.55)
	out = append(out, fmt.Sprintln(t, &Dir{3}))
	out = append(out, fmt.Sprintln("t="+t.String(), fmt.Sprint("a", t, "b"), fmt.Sprintf("%v|%s|%10v|%6.2f", t, t, t, float64(t))))
	var s fmt.Stringer = t
	out = append(out, fmt.Sprintln(s))
	s = &Dir{4}
	out = append(out, fmt.Sprintln(s, s.String()))
	ss := []fmt.Stringer{t, &Dir{5}}
	for _, s := range ss {
		out = append(out, fmt.Sprintln(s, s.String()))
	}
	f := func(s fmt.Stringer) string { return "<" + s.String() + ">" }
	out = append(out, fmt.Sprintln(f(t), f(&Dir{1}), f(time.Second)))
	return strings.Join(out, ""), nil
}
