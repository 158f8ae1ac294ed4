// UnmarshalJSON of the value itself and of a field.
package main

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type Level int

func (l *Level) UnmarshalJSON(b []byte) error {
	var s string
	if err := json.Unmarshal(b, &s); err != nil {
		return err
	}
	switch s {
	case "low":
		*l = 1
	case "high":
		*l = 2
	default:
		return fmt.Errorf("unknown level %q", s)
	}
	return nil
}
func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	var l Level
	out = append(out, fmt.Sprintln(json.Unmarshal([]byte(`"high"`), &l), int(l)))
	var t struct {
		L Level `json:"l"`
	}
	out = append(out, fmt.Sprintln(json.Unmarshal([]byte(`{"l":"low"}`), &t), int(t.L)))
	out = append(out, fmt.Sprintln(json.Unmarshal([]byte(`"mid"`), &l)))
	return strings.Join(out, ""), nil
}
