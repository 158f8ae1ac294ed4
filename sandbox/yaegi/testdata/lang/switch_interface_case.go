package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type Color int

const (
	Red Color = iota
	Green
)

type Point struct{ X, Y int }

func told(list *[]string, text string, v any) any {
	*list = append(*list, text)
	return v
}

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	var v any = Red
	for _, c := range []Color{Red, Green} {
		switch c {
		case v:
			out = append(out, "is v")
		case Green:
			out = append(out, "green")
		default:
			out = append(out, "other")
		}
		switch n := int(c); n {
		case told(&out, "first", Red).(Color).int(), 7:
			out = append(out, "number")
		default:
			out = append(out, "no number")
		}
		switch c + 0 {
		case told(&out, "one", 0), told(&out, "two", Green):
			out = append(out, "found")
		}
	}
	var p any = &Point{}
	var q any = Point{1, 2}
	switch (Point{1, 2}) {
	case p:
		out = append(out, "pointer")
	case q:
		out = append(out, "value")
	}
	return fmt.Sprint(strings.Join(out, "\n")), nil
}

func (c Color) int() int { return int(c) }
