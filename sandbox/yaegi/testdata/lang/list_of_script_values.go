// container/list keeps script values and pointers.
package main

import (
	"container/list"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type P struct{ N int }

func (p *P) Get() int { return p.N }

type T struct{ N int }

func (p T) Get() int { return p.N }
func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	l := list.New()
	p := &P{1}
	t := T{1}
	l.PushBack(p)
	l.PushBack(t)
	p = &P{2}
	t.N = 2
	l.PushBack(p)
	l.PushBack(t)
	b, _ := json.Marshal([]any{l.Front().Value, l.Front().Next().Value, l.Back().Value})
	out = append(out, fmt.Sprintln(string(b)))
	return strings.Join(out, ""), nil
}
