// A method on a nil pointer runs.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type L struct {
	v    int
	next *L
}

func (l *L) Sum() int {
	if l == nil {
		return 0
	}
	return l.v + l.next.Sum()
}
func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	var e *L
	out = append(out, fmt.Sprintln(e.Sum(), (&L{1, &L{2, &L{3, nil}}}).Sum()))
	return strings.Join(out, ""), nil
}
