// JSON of embedded structs, unexported fields, methods and options.
package main

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/picloud/picloud/sdk"
)

type Base struct {
	ID      int       `json:"id"`
	Created time.Time `json:"created"`
	secret  string
}
type Meta struct {
	Tags []string        `json:"tags,omitempty"`
	Ext  map[string]any  `json:"ext,omitempty"`
	N    *int            `json:"n"`
	Q    int             `json:"q,string"`
	Skip string          `json:"-"`
	Dash string          `json:"-,"`
	Raw  json.RawMessage `json:"raw,omitempty"`
	Z    time.Time       `json:"z,omitzero"`
	hid  int
}
type Level int

func (l Level) MarshalText() ([]byte, error) { return []byte(fmt.Sprintf("L%d", int(l))), nil }

type Money struct{ Cents int }

func (m Money) MarshalJSON() ([]byte, error) {
	return []byte(fmt.Sprintf(`{ "usd": %.2f }`, float64(m.Cents)/100)), nil
}

type Ptr struct{ A int }

func (p *Ptr) MarshalJSON() ([]byte, error) { return []byte(`"ptr"`), nil }

type Item struct {
	Base
	*Meta
	Price Money
	Level Level
	By    map[Level]Money
	P     Ptr
	PP    *Ptr
	List  []Ptr
	Any   any
	B     []byte
	A     [2]bool
	F     float64
}

func enc(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		return "error: " + err.Error()
	}
	return string(b)
}

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	t0 := time.Date(2024, 5, 6, 7, 8, 9, 0, time.UTC)
	i := Item{Base: Base{1, t0, "s"}, Meta: &Meta{Tags: []string{"a<b"}, Q: 5, Dash: "d", Raw: json.RawMessage(`{"x": 1}`)}, Price: Money{1999}, Level: 3, By: map[Level]Money{2: {5}, 1: {6}}, PP: &Ptr{1}, List: []Ptr{{1}}, Any: Money{7}, B: []byte("hi"), F: 1e21}
	out = append(out, fmt.Sprintln(enc(i)))
	out = append(out, fmt.Sprintln(enc(&i)))
	out = append(out, fmt.Sprintln(enc([]any{Level(1), Money{1}, Ptr{1}, &Ptr{2}, nil, []Level{4}, map[string]Money{"a": {1}}})))
	out = append(out, fmt.Sprintln(enc(Item{})))
	b, err := json.MarshalIndent(map[string]any{"m": Money{5}, "l": []Level{1}}, "", "  ")
	out = append(out, fmt.Sprintln(string(b), err))
	return strings.Join(out, ""), nil
}
