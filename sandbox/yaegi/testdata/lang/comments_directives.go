// Comments with directives, and raw text that looks like code.
package main

import (
	"fmt"

	"github.com/picloud/picloud/sdk"
)

//go:noinline
func f() int {
	/* block
	   comment */
	return 1 // trailing
}

//line other.go:100
func Handle(ctx *sdk.Context) (any, error) {
	s := `
//line nowhere.go:1
func g() {}`
	return fmt.Sprint(f(), len(s)), nil
}
