// text/template is not among the packages.
package main

import (
	"strings"
	"text/template"

	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	t, err := template.New("x").Parse("hi {{.}}")
	if err != nil {
		return nil, err
	}
	var b strings.Builder
	err = t.Execute(&b, "bob")
	return b.String(), err
}
