// Package variables of struct, array and interface types, changed by functions.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type Config struct {
	Name  string
	Limit [2]int
	Inner struct{ On bool }
}
type Sh interface{ Do() string }
type impl struct{ s string }

func (i impl) Do() string { return i.s }

var cfg = Config{Name: "def", Limit: [2]int{1, 2}}
var current Sh = impl{"one"}
var registry = map[string]func(...int) int{
	"sum": func(ns ...int) int {
		t := 0
		for _, n := range ns {
			t += n
		}
		return t
	},
}

func set() { cfg.Limit[1] = 20; cfg.Inner.On = true; current = impl{"two"} }
func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	local := cfg
	set()
	out = append(out, fmt.Sprintln(cfg.Name, cfg.Limit, cfg.Inner.On, local.Limit, local.Inner.On, current.Do(), registry["sum"](1, 2, 3)))
	return strings.Join(out, ""), nil
}
