// Decoding into structs: missing, extra, case, null, nested, pointers.
package main

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type In struct {
	City string `json:"city"`
	Geo  *struct {
		Lat, Lon float64
	} `json:"geo"`
}
type T struct {
	ID    int            `json:"id"`
	Name  string         `json:"name"`
	Tags  []string       `json:"tags"`
	In    In             `json:"in"`
	M     map[string]int `json:"m"`
	Any   any            `json:"any"`
	P     *int           `json:"p"`
	Ins   []In           `json:"ins"`
	Arr   [2]int         `json:"arr"`
	NoTag float64
	priv  int
}

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	var t T
	err := json.Unmarshal([]byte(`{"id":1,"NAME":"case","tags":["a","b"],"in":{"city":"Paris","geo":{"lat":1.5,"LON":2}},
	"m":{"x":1},"any":{"k":[1,"two"]},"p":5,"extra":true,"ins":[{"city":"a"},{}],"arr":[1,2,3],"notag":2.5,"priv":9,"Xpriv":9}`), &t)
	out = append(out, fmt.Sprintln(err, t.ID, t.Name, t.Tags, t.In.City, t.In.Geo.Lat, t.In.Geo.Lon, t.M, t.Any, *t.P, len(t.Ins), t.Ins[0].City, t.Arr, t.NoTag, t.priv))
	err = json.Unmarshal([]byte(`{"tags":null,"p":null,"id":null}`), &t)
	out = append(out, fmt.Sprintln(err, t.Tags == nil, t.P == nil, t.ID))
	err = json.Unmarshal([]byte(`{"m":{"y":2},"tags":[]}`), &t)
	out = append(out, fmt.Sprintln(t.M, len(t.Tags), t.Tags == nil))
	return strings.Join(out, ""), nil
}
