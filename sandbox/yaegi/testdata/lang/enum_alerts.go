// An enumeration with String in structs, maps, switches and JSON.
package main

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type Level int

const (
	Low Level = iota
	High
)

func (l Level) String() string { return [...]string{"low", "high"}[l] }

type Alert struct {
	L   Level
	Msg string
}

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	a := Alert{High, "m"}
	out = append(out, fmt.Sprintln(a.L, a.Msg, a.L.String()))
	out = append(out, fmt.Sprintln(fmt.Sprintf("%s: %s", a.L, a.Msg)))
	al := []Alert{a, {Low, "n"}}
	for _, x := range al {
		out = append(out, fmt.Sprintln(x.L, x.L == High, x.L > Low))
	}
	by := map[Level][]Alert{}
	for _, x := range al {
		by[x.L] = append(by[x.L], x)
	}
	out = append(out, fmt.Sprintln(len(by[High]), len(by)))
	b, _ := json.Marshal(al)
	out = append(out, fmt.Sprintln(string(b)))
	switch a.L {
	case Low:
		out = append(out, fmt.Sprintln("low"))
	case High:
		out = append(out, fmt.Sprintln("high"))
	}
	var back []Alert
	out = append(out, fmt.Sprintln(json.Unmarshal(b, &back), back[0].L))
	return strings.Join(out, ""), nil
}
