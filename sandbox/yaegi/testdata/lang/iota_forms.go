// iota in its usual forms.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

const (
	A = iota
	B
	_
	D
	E = "e"
	F
	G = iota
)
const (
	KB = 1 << (10 * (iota + 1))
	MB
	GB
)
const (
	X, Y = iota, iota * 10
	X1, Y1
	X2, Y2
)

type Weekday int

const (
	Sunday Weekday = iota
	Monday
	Tuesday
)

type Flag uint8

const (
	Read Flag = 1 << iota
	Write
	Exec
)

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	out = append(out, fmt.Sprintln(A, B, D, E, F, G, KB, MB, GB, X1, Y1, X2, Y2))
	out = append(out, fmt.Sprintln(int(Sunday), int(Monday), int(Tuesday), uint8(Read|Exec), Write&(Read|Exec) == 0))
	var f Flag = Read | Write
	f &^= Read
	out = append(out, fmt.Sprintln(uint8(f)))
	return strings.Join(out, ""), nil
}
