package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type Point struct{ X, Y int }

func (p Point) Near() bool { return p.X < 3 }

type Flag bool

func (f Flag) String() string { return fmt.Sprint("flag ", bool(f)) }

func near(p Point) bool      { return p.X < 3 }
func nearby(p *Point) bool   { return p.X < 3 }
func flag(p Point) Flag      { return Flag(p.X < 3) }
func count(list []Point) int { return len(list) }

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	log := func(list ...any) { out = append(out, fmt.Sprint(list...)) }
	b := 1
	p := Point{X: 1}

	log(Point{X: b} == p && b <= 2)
	log(p == Point{X: b} && b <= 2)
	log(Point{X: b} == Point{X: b} && b > 2)
	log(Point{X: b} == Point{Y: b} || b > 2)
	log(Point{X: 5} == p || b <= 2)
	log([3]int{b, 1: b} == [3]int{b, 1: b} && b <= b)
	log(near(Point{X: b}) && b == 1, nearby(&Point{X: b}) && b == 1)
	log(flag(Point{X: b}) && flag(Point{Y: b}), flag(Point{X: 7}) || false)
	log(count([]Point{{X: b}}) == 1 && b == 1)
	log(map[string]int{"a": b}["a"] == 1 && b == 1)
	log(!(Point{X: b}.Near()) && b == 1, *(&Point{X: b}) == p && true)
	if (Point{X: b}) == p && b == 1 {
		log("if")
	}
	if (Point{X: b}) == p {
		log("plain if")
	}
	for i := 0; near(Point{X: i}) && i < 2; i++ {
		log("for ", i)
	}
	for i := 0; near(Point{X: i}); i++ {
		log("plain for ", i)
	}
	switch {
	case Point{X: 2} == p && b == 1, Point{X: 1} == p || b == 2:
		log("case")
	}
	switch (Point{X: 1}) {
	case p:
		log("switch")
	}
	ok := b == 1 && (Point{X: b} == p && near(Point{X: b})) && func() bool { return Point{X: b} == p || b > 5 }()
	log(ok)
	return strings.Join(out, "\n"), nil
}
