// Elements, fields and pointees put into an any are copies.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type T struct{ A int }

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	t := T{1}
	u := t
	p := &u
	var i any = *p
	p.A = 5
	out = append(out, fmt.Sprintln(i.(T).A))
	ts := []T{{1}}
	i = ts[0]
	ts[0].A = 5
	out = append(out, fmt.Sprintln(i.(T).A))
	w := struct{ t T }{T{1}}
	i = w.t
	w.t.A = 5
	out = append(out, fmt.Sprintln(i.(T).A))
	for _, x := range ts {
		i = x
		x.A = 100
	}
	out = append(out, fmt.Sprintln(i.(T).A))
	ar := [1]T{{1}}
	i = ar[0]
	ar[0].A = 4
	out = append(out, fmt.Sprintln(i.(T).A))
	q := []*T{&ts[0]}
	i = *q[0]
	q[0].A = 44
	out = append(out, fmt.Sprintln(i.(T).A))
	return strings.Join(out, ""), nil
}
