// A state machine with a transition table keyed by structs.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type State int

const (
	Draft State = iota
	Review
	Published
	Archived
)

var names = [...]string{Draft: "draft", Review: "review", Published: "published", Archived: "archived"}

func (s State) Name() string { return names[s] }

type key struct {
	from State
	ev   string
}
type action func(d *Doc) error
type Doc struct {
	state   State
	history []State
	votes   int
}

var table = map[key]struct {
	to State
	do action
}{
	{Draft, "submit"}: {Review, nil},
	{Review, "approve"}: {Published, func(d *Doc) error {
		d.votes++
		if d.votes < 2 {
			return fmt.Errorf("need %d more votes", 2-d.votes)
		}
		return nil
	}},
	{Review, "reject"}:     {Draft, func(d *Doc) error { d.votes = 0; return nil }},
	{Published, "archive"}: {to: Archived},
}

func (d *Doc) Fire(ev string) error {
	tr, ok := table[key{d.state, ev}]
	if !ok {
		return fmt.Errorf("cannot %s a %s document", ev, d.state.Name())
	}
	if tr.do != nil {
		if err := tr.do(d); err != nil {
			return fmt.Errorf("%s: %w", ev, err)
		}
	}
	d.history = append(d.history, d.state)
	d.state = tr.to
	return nil
}
func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	d := &Doc{}
	for _, ev := range strings.Fields("approve submit approve approve archive submit") {
		out = append(out, fmt.Sprintln(ev, d.Fire(ev), d.state.Name(), len(d.history), d.votes))
	}
	return strings.Join(out, ""), nil
}
