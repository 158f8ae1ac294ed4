// A panic with an error type of the script.
package main

import (
	"fmt"

	"github.com/picloud/picloud/sdk"
)

type E struct{ Code int }

func (e *E) Error() string { return fmt.Sprintf("code %d", e.Code) }
func Handle(ctx *sdk.Context) (any, error) {
	panic(&E{7})
}
