// defer and recover around jobs, with named results.
package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type Job struct {
	Name string
	Run  func() (int, error)
}

type Result struct {
	Job   string
	Value int
	Err   error
}

func (r Result) String() string {
	if r.Err != nil {
		return r.Job + ": " + r.Err.Error()
	}
	return fmt.Sprintf("%s=%d", r.Job, r.Value)
}

func safely(j Job) (res Result) {
	res.Job = j.Name
	defer func() {
		switch r := recover().(type) {
		case nil:
		case error:
			res.Err = fmt.Errorf("panic: %w", r)
		default:
			res.Err = fmt.Errorf("panic: %v", r)
		}
	}()
	res.Value, res.Err = j.Run()
	return res
}

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	var order []string
	jobs := []Job{
		{"ok", func() (int, error) { defer func() { order = append(order, "ok") }(); return 42, nil }},
		{"err", func() (int, error) { return 0, errors.New("bad input") }},
		{"div", func() (int, error) { zero := len(order) - 1; return 1 / zero, nil }},
		{"nil", func() (int, error) { var m map[string]int; m["x"] = 1; return 1, nil }},
		{"own", func() (int, error) { panic("custom") }},
	}
	for _, j := range jobs {
		out = append(out, fmt.Sprintln(safely(j)))
	}
	out = append(out, fmt.Sprintln(order))
	return strings.Join(out, ""), nil
}
