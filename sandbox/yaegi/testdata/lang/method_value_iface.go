// A method value of an interface.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type Sh interface{ Area() int }
type Sq struct{ s int }

func (q Sq) Area() int { return q.s * q.s }

type Rc struct{ a, b int }

func (r *Rc) Area() int { return r.a * r.b }
func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	var s Sh = Sq{3}
	f := s.Area
	s = &Rc{2, 5}
	g := s.Area
	out = append(out, fmt.Sprintln(f(), g()))
	r := &Rc{1, 2}
	h := r.Area
	r.a = 10
	out = append(out, fmt.Sprintln(h()))
	return strings.Join(out, ""), nil
}
