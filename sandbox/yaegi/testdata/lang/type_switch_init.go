// Type switches with init statements, lists and breaks.
package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type A struct{ N int }

func get(n int) any {
	switch n {
	case 0:
		return nil
	case 1:
		return 5
	case 2:
		return "s"
	case 3:
		return []int{1}
	case 4:
		return errors.New("e")
	}
	return 2.5
}
func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	for i := range 6 {
		switch x := get(i); y := x.(type) {
		case nil:
			out = append(out, fmt.Sprintln("nil", y == nil))
		case int, float64:
			out = append(out, fmt.Sprintln("num", y))
		case string:
			if y == "s" {
				break
			}
			out = append(out, fmt.Sprintln("never"))
		case []int:
			y = append(y, 2)
			out = append(out, fmt.Sprintln(y))
		default:
			out = append(out, fmt.Sprintln("def", y))
		}
		switch get(i).(type) {
		case int:
			out = append(out, fmt.Sprintln("i"))
		}
	}
	return strings.Join(out, ""), nil
}
