// strings.Builder in several hands.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

func write(b *strings.Builder, n int) {
	for i := range n {
		fmt.Fprintf(b, "%d;", i)
	}
}
func Handle(ctx *sdk.Context) (any, error) {
	var b strings.Builder
	b.WriteString("x")
	b.WriteByte('y')
	b.WriteRune('é')
	write(&b, 3)
	b.Grow(10)
	fmt.Fprint(&b, "end", 1)
	fmt.Fprintln(&b, "line")
	return fmt.Sprint(b.String(), b.Len()), nil
}
