// A package other than main.
package script

import "github.com/picloud/picloud/sdk"

func Handle(ctx *sdk.Context) (any, error) {
	return nil, nil
}
