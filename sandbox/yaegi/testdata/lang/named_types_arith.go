// Arithmetic and containers of named types.
package main

import (
	"fmt"
	"strings"
	"time"

	"github.com/picloud/picloud/sdk"
)

type Celsius float64
type Fahrenheit float64

func CToF(c Celsius) Fahrenheit { return Fahrenheit(c*9/5 + 32) }

type ID string
type IDs []ID

func (i IDs) Join() string {
	out := ""
	for _, x := range i {
		out += string(x) + ";"
	}
	return out
}
func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	out = append(out, fmt.Sprintln(CToF(100), CToF(-40) == -40, float64(CToF(0))))
	ids := IDs{"a", "b"}
	ids = append(ids, "c", ID("d"))
	out = append(out, fmt.Sprintln(ids.Join(), len(ids), ids[0] == "a", ids[1:].Join()))
	out = append(out, fmt.Sprintln(ids))
	var d time.Duration = 5
	out = append(out, fmt.Sprintln(d*time.Second, time.Duration(d), d.Nanoseconds()))
	m := map[ID]int{"a": 1}
	m[ids[1]]++
	out = append(out, fmt.Sprintln(m["b"], m))
	return strings.Join(out, ""), nil
}
