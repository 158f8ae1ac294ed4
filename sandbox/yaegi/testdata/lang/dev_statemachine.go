// Constants with iota, a Stringer and transitions.
package main

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type State int

const (
	Idle State = iota
	Running
	Done
	failed
)

func (s State) String() string {
	return [...]string{"idle", "running", "done", "failed"}[s]
}

func (s State) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

type Event string

var table = map[State]map[Event]State{
	Idle:    {"start": Running},
	Running: {"finish": Done, "crash": failed},
}

type Machine struct {
	State   State         `json:"state"`
	History []State       `json:"history"`
	Seen    map[State]int `json:"seen"`
}

func (m *Machine) Fire(e Event) error {
	next, ok := table[m.State][e]
	if !ok {
		return fmt.Errorf("no %q in state %v", e, m.State)
	}
	m.History = append(m.History, m.State)
	m.State = next
	m.Seen[next]++
	return nil
}

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	m := &Machine{Seen: map[State]int{}}
	for _, e := range []Event{"start", "start", "finish"} {
		if err := m.Fire(e); err != nil {
			out = append(out, fmt.Sprintln(err))
		}
	}
	b, err := json.Marshal(m)
	out = append(out, fmt.Sprintln(string(b), err, m.State, m.History, failed))
	out = append(out, fmt.Sprintf("%d %v %s %+v\n", m.State, m.State, m.State, *m))
	return strings.Join(out, ""), nil
}
