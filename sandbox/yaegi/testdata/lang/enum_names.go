// An enumeration with names in a map.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type Level int

const (
	Debug Level = iota + 1
	Info
	Warn
)

var names = map[Level]string{Debug: "debug", Info: "info"}

func (l Level) Name() string {
	if n, ok := names[l]; ok {
		return n
	}
	return fmt.Sprintf("level(%d)", int(l))
}
func parse(s string) (Level, error) {
	for l, n := range names {
		if n == s {
			return l, nil
		}
	}
	return 0, fmt.Errorf("no level %q", s)
}
func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	out = append(out, fmt.Sprintln(Debug.Name(), Warn.Name(), Level(9).Name(), Info > Debug, int(Warn)))
	l, err := parse("info")
	out = append(out, fmt.Sprintln(l == Info, err))
	_, err = parse("zz")
	out = append(out, fmt.Sprintln(err))
	switch l {
	case Debug:
		out = append(out, fmt.Sprintln("d"))
	case Info, Warn:
		out = append(out, fmt.Sprintln("iw"))
	}
	return strings.Join(out, ""), nil
}
