// Values with names and methods under many verbs, inside of containers.
package main

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/picloud/picloud/sdk"
)

type Color int

const (
	Red Color = iota
	Green
)

func (c Color) String() string { return [...]string{"red", "green"}[c] }

type Pt struct{ X, y int }
type Named string
type E struct{ Code int }

func (e *E) Error() string { return fmt.Sprintf("E%d", e.Code) }

type Wrap struct {
	C    Color
	c    Color
	P    *Pt
	M    map[Color]Pt
	L    []Color
	Any  any
	Err  error
	Name Named
	T    time.Duration
	t    time.Duration
}

type G struct{ A int }

func (g G) GoString() string { return "G!" }

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	w := Wrap{Green, Green, nil, map[Color]Pt{Green: {1, 2}, Red: {3, 4}}, []Color{Red, Green}, Green, &E{4}, "n", time.Second, time.Second}
	out = append(out, fmt.Sprintln(w, &w))
	out = append(out, fmt.Sprintf("%+v\n", w))
	out = append(out, fmt.Sprintf("%v %d %s %q %x %T %T %T %T\n", Green, Green, Green, Green, Green, Green, w, &w, []Color{}))
	out = append(out, fmt.Sprintf("%#v %#v %#v %#v %#v %#v\n", Green, Pt{1, 2}, &Pt{1, 2}, []Pt{{1, 2}}, map[string]Pt{"a": {}}, G{1}))
	out = append(out, fmt.Sprintf("%5d|%-8v|%8s|%08.3f|%+d\n", []int{1}, Green, Green, []float64{1.5}, []Color{Green}))
	out = append(out, fmt.Sprintf("%v %v %s\n", []any{Green, Pt{1, 2}, &E{1}, nil, "x", 1.5}, map[string]any{"b": Red, "a": []Color{Green}}, []error{&E{2}, errors.New("x")}))
	out = append(out, fmt.Sprintf("%6.2v|%t|%c\n", Pt{1, 2}, struct{ B bool }{true}, []Color{'a'}))
	out = append(out, fmt.Sprintf("%d %!|%z %d\n", Pt{1, 2}, Pt{3, 4}))
	out = append(out, fmt.Sprintf("%s %v\n", Pt{1, 2}, [2]Color{Red, Green}))
	out = append(out, fmt.Sprintf("%v %+v %T\n", struct {
		A int
		b string
	}{1, "x"}, struct{ c []int }{[]int{1}}, struct{ A Color }{}))
	return strings.Join(out, ""), nil
}
