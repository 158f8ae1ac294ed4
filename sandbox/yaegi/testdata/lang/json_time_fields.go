// Times in fields and maps, compared after a round trip.
package main

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/picloud/picloud/sdk"
)

type T struct {
	When time.Time `json:"when"`
	Dur  time.Duration
	Opt  *time.Time `json:",omitempty"`
	M    map[string]time.Time
}

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	t := T{When: time.Date(2024, 1, 2, 3, 4, 5, 0, time.UTC), M: map[string]time.Time{"a": time.Unix(0, 0).UTC()}}
	b, err := json.Marshal(t)
	out = append(out, fmt.Sprintln(string(b), err))
	var u T
	out = append(out, fmt.Sprintln(json.Unmarshal(b, &u), u.When.Equal(t.When), u.When == t.When, u.M["a"].Year(), u.Opt == nil))
	u.When = u.When.AddDate(0, 1, 0)
	out = append(out, fmt.Sprintln(u.When.Format(time.DateOnly), t.When.Month()))
	return t, nil
}
