// Times and durations in JSON.
package main

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/picloud/picloud/sdk"
)

type T struct {
	At  time.Time     `json:"at"`
	D   time.Duration `json:"d"`
	Opt *time.Time    `json:"opt,omitempty"`
}

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	b, err := json.Marshal(T{At: time.Date(2024, 5, 6, 7, 8, 9, 0, time.FixedZone("X", 3600)), D: time.Minute})
	out = append(out, fmt.Sprintln(string(b), err))
	var t T
	err = json.Unmarshal([]byte(`{"at":"2020-01-02T03:04:05.5Z","d":5,"opt":"2021-01-01T00:00:00+02:00"}`), &t)
	out = append(out, fmt.Sprintln(err, t.At.Format(time.RFC3339Nano), t.D, t.Opt.UTC().Format(time.RFC3339)))
	out = append(out, fmt.Sprintln(json.Unmarshal([]byte(`{"at":"yesterday"}`), &t) != nil))
	return strings.Join(out, ""), nil
}
