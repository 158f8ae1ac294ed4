// strings.Builder without fmt, in a struct and by pointer.
package main

import (
	"strings"

	"github.com/picloud/picloud/sdk"
)

type W struct {
	sb    strings.Builder
	depth int
}

func (w *W) line(s string) {
	for range w.depth {
		w.sb.WriteString("  ")
	}
	w.sb.WriteString(s)
	w.sb.WriteByte('\n')
}
func (w *W) nest(f func()) { w.depth++; f(); w.depth-- }
func Handle(ctx *sdk.Context) (any, error) {
	w := &W{}
	w.line("a")
	w.nest(func() {
		w.line("b")
		w.nest(func() { w.line("c") })
	})
	w.line("d")
	return w.sb.String(), nil
}
