// Sentinels in maps, lists and switches.
package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

var ErrA = errors.New("a")
var ErrB = fmt.Errorf("b: %w", ErrA)

func pick(n int) error { return map[int]error{1: ErrA, 2: ErrB}[n] }
func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	for i := range 4 {
		e := pick(i)
		out = append(out, fmt.Sprintln(e, e == ErrA, e == ErrB, errors.Is(e, ErrA), e == nil))
	}
	switch err := pick(2); {
	case err == nil:
		out = append(out, fmt.Sprintln("nil"))
	case errors.Is(err, ErrA):
		out = append(out, fmt.Sprintln("isA"))
	}
	switch pick(1) {
	case ErrB:
		out = append(out, fmt.Sprintln("b"))
	case ErrA:
		out = append(out, fmt.Sprintln("a"))
	}
	var list []error
	list = append(list, ErrA, nil, pick(2))
	out = append(out, fmt.Sprintln(errors.Join(list...) != nil, len(list)))
	m := map[error]int{ErrA: 1}
	out = append(out, fmt.Sprintln(m[ErrA], m[ErrB]))
	return strings.Join(out, ""), nil
}
