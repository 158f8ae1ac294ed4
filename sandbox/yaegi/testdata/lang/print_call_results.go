// Results of calls with methods as arguments of native functions.
package main

import (
	"errors"
	"fmt"
	"sort"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type Celsius float64

func (c Celsius) String() string { return fmt.Sprintf("%.1f°C", float64(c)) }

type S struct{ A int }

func (s S) String() string { return fmt.Sprintf("S%d", s.A) }

type P struct{ A int }

func (p *P) String() string { return fmt.Sprintf("P%d", p.A) }

type E struct{ Code int }

func (e *E) Error() string { return fmt.Sprint("E", e.Code) }

type byLen []string

func (b byLen) Len() int           { return len(b) }
func (b byLen) Less(i, j int) bool { return len(b[i]) < len(b[j]) }
func (b byLen) Swap(i, j int)      { b[i], b[j] = b[j], b[i] }

func f() Celsius            { return 3 }
func fs() S                 { return S{3} }
func fp() *P                { return &P{3} }
func fe() *E                { return &E{4} }
func err() error            { return &E{5} }
func list(s []string) byLen { return byLen(s) }
func mapper(n rune) func(rune) rune {
	return func(r rune) rune { return r + n }
}

type H struct{ C Celsius }

func (h H) Get() Celsius  { return h.C }
func (h *H) Ptr() Celsius { return h.C }
func id[T any](v T) T     { return v }

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	h := H{1}
	fn := func() Celsius { return 9 }
	out = append(out, fmt.Sprintln(f(), fs(), fp(), fe(), err(), fn(), h.Get(), h.Ptr(), id(Celsius(4)), id(&P{7})))
	out = append(out, fmt.Sprintf("%v %s|", f(), fs()), fmt.Errorf("wrap: %w", err()).Error(), "\n")
	words := []string{"ccc", "a", "bb"}
	sort.Sort(list(words))
	out = append(out, fmt.Sprintln(words, strings.Map(mapper(1), "abc"), errors.Unwrap(fmt.Errorf("x %w", fe())) != nil))
	return strings.Join(out, ""), nil
}
