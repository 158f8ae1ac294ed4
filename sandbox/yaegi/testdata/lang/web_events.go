// An event bus with subscribers, unsubscribing and typed payloads.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type Event struct {
	Name string
	Data any
}
type Bus struct {
	subs map[string][]*sub
	seq  int
}
type sub struct {
	id int
	fn func(Event) bool
}

func (b *Bus) On(name string, fn func(Event) bool) (cancel func()) {
	b.seq++
	s := &sub{b.seq, fn}
	b.subs[name] = append(b.subs[name], s)
	return func() {
		list := b.subs[name]
		for i, x := range list {
			if x == s {
				b.subs[name] = append(list[:i:i], list[i+1:]...)
				return
			}
		}
	}
}
func (b *Bus) Emit(name string, data any) (n int) {
	for _, s := range b.subs[name] {
		n++
		if !s.fn(Event{name, data}) {
			break
		}
	}
	return
}
func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	b := &Bus{subs: map[string][]*sub{}}
	var log []string
	c1 := b.On("x", func(e Event) bool { log = append(log, fmt.Sprint("1:", e.Data)); return true })
	b.On("x", func(e Event) bool {
		n, ok := e.Data.(int)
		log = append(log, fmt.Sprint("2:", n, ok))
		return n < 5
	})
	b.On("x", func(e Event) bool { log = append(log, "3"); return true })
	out = append(out, fmt.Sprintln(b.Emit("x", 1), b.Emit("x", "s"), b.Emit("x", 9), b.Emit("y", nil)))
	c1()
	c1()
	out = append(out, fmt.Sprintln(b.Emit("x", 2), len(b.subs["x"])))
	out = append(out, fmt.Sprintln(strings.Join(log, " ")))
	return strings.Join(out, ""), nil
}
