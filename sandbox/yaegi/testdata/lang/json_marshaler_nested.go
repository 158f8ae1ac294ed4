// MarshalJSON of fields, elements and map values.
package main

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type Day struct{ d int }

func (d Day) MarshalJSON() ([]byte, error) { return json.Marshal("day" + strconv.Itoa(d.d)) }

type Ev struct {
	Name string `json:"name"`
	On   Day    `json:"on"`
}

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	b, err := json.Marshal(Ev{"x", Day{3}})
	out = append(out, fmt.Sprintln(string(b), err))
	b, err = json.Marshal([]Day{{1}, {2}})
	out = append(out, fmt.Sprintln(string(b), err))
	b, err = json.Marshal(map[string]any{"d": Day{5}})
	out = append(out, fmt.Sprintln(string(b), err))
	return strings.Join(out, ""), nil
}
