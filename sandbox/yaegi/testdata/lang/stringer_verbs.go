// A named int with String under the verbs of fmt.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type Lv int

func (l Lv) String() string { return "L" }
func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	s := fmt.Sprintf("%s|%v|%d|%05d|%x", Lv(1), Lv(2), Lv(3), Lv(4), Lv(10))
	out = append(out, fmt.Sprintln(s))
	out = append(out, fmt.Sprintln(fmt.Sprint(Lv(1)), fmt.Sprintln(Lv(2), Lv(3))))
	fmt.Println(Lv(1))
	l := Lv(4)
	p := &l
	out = append(out, fmt.Sprintln(fmt.Sprint(*p), *p+1))
	return strings.Join(out, ""), nil
}
