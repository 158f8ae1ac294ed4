// Named map types through maps.Clone.
package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type Env map[string]string

func (e Env) Get(k string) string { return e[k] }

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	e := Env{"A": "1"}
	f := maps.Clone(e)
	f["A"] = "2"
	out = append(out, fmt.Sprintln(e.Get("A"), f.Get("A"), slices.Collect(maps.Keys(f))))
	return strings.Join(out, ""), nil
}
