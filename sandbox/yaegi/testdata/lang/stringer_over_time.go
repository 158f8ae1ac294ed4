// A type made from time.Time has none of its methods.
package main

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/picloud/picloud/sdk"
)

type Stamp time.Time
type D time.Duration
type Both struct{ time.Duration }

func (s Stamp) MarshalJSON() ([]byte, error) {
	return json.Marshal(time.Time(s).Format(time.DateOnly))
}

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	d := D(time.Second)
	b, err := json.Marshal(map[string]any{"d": d, "s": Stamp(time.Date(2024, 1, 2, 0, 0, 0, 0, time.UTC)), "b": Both{5}})
	out = append(out, fmt.Sprintln(d, string(b), err, Both{time.Minute}, []D{1}))
	out = append(out, fmt.Sprintf("%v %d %+v\n", d, d, struct{ D D }{d}))
	return strings.Join(out, ""), nil
}
