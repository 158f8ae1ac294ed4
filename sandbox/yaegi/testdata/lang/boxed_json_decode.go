// JSON into embedded structs, methods and containers of them.
package main

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/picloud/picloud/sdk"
)

type Base struct {
	ID int `json:"id"`
}
type Level int

func (l *Level) UnmarshalText(b []byte) error {
	n, err := strconv.Atoi(strings.TrimPrefix(string(b), "L"))
	if err != nil {
		return fmt.Errorf("bad level %q", b)
	}
	*l = Level(n)
	return nil
}

type When struct{ time.Time }

func (w *When) UnmarshalJSON(b []byte) error {
	var s string
	if err := json.Unmarshal(b, &s); err != nil {
		return err
	}
	t, err := time.Parse("2006-01-02", s)
	w.Time = t
	return err
}

type Doc struct {
	Base
	Name   string `json:"name"`
	Level  Level
	Levels map[Level][]Level
	At     When  `json:"at"`
	AtP    *When `json:"atp"`
	Kids   []*Doc
	Any    any
	N      int `json:"n,string"`
	priv   int
}

func dec(s string) (Doc, error) {
	d := Doc{Name: "old", priv: 7}
	err := json.Unmarshal([]byte(s), &d)
	return d, err
}

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	d, err := dec(`{"id": 4, "NAME": "x", "Level": "L3", "Levels": {"L1": ["L2"]}, "at": "2024-01-02", "atp": "2024-03-04", "Kids": [{"id": 5}, null], "Any": {"a": [1]}, "n": "12", "priv": 9}`)
	out = append(out, fmt.Sprintln(err, d.ID, d.Name, int(d.Level), len(d.Levels[1]), d.At.Year(), d.AtP.Month(), d.Kids[0].ID, d.Kids[1] == nil, d.Any, d.N, d.priv))
	for _, s := range []string{`{"id": "x"}`, `{"Level": "zz"}`, `{"at": 5}`, `{"Kids": [{"name": 5}]}`, `[1]`, `{"id": 1`, `{"Level": 3}`, `{"id": 1.5}`, `null`, `{"n": 5}`} {
		d, err := dec(s)
		out = append(out, fmt.Sprintln(err, d.ID, d.Name))
	}
	var list []Doc
	out = append(out, fmt.Sprintln(json.Unmarshal([]byte(`[{"id":1},{"id":2}]`), &list), len(list), list[1].ID))
	m := map[string]Doc{"keep": {}}
	out = append(out, fmt.Sprintln(json.Unmarshal([]byte(`{"a":{"id":1}}`), &m), len(m), m["a"].ID))
	var arr [2]Level
	out = append(out, fmt.Sprintln(json.Unmarshal([]byte(`["L1","L2","L3"]`), &arr), int(arr[1])))
	return strings.Join(out, ""), nil
}
