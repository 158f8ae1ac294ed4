// encoding/csv is not among the packages.
package main

import (
	"encoding/csv"
	"strings"

	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	rows, err := csv.NewReader(strings.NewReader("a,b\n1,2\n")).ReadAll()
	return rows, err
}
