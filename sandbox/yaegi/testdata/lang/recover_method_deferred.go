// A deferred method recovers; state is kept.
package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type Tx struct {
	log []string
}

func (t *Tx) finish(err *error) {
	if r := recover(); r != nil {
		t.log = append(t.log, "rollback")
		*err = fmt.Errorf("tx: %v", r)
		return
	}
	if *err != nil {
		t.log = append(t.log, "abort")
		return
	}
	t.log = append(t.log, "commit")
}
func (t *Tx) run(f func() error) (err error) {
	defer t.finish(&err)
	return f()
}
func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	t := &Tx{}
	out = append(out, fmt.Sprintln(t.run(func() error { return nil })))
	out = append(out, fmt.Sprintln(t.run(func() error { return errors.New("e") })))
	out = append(out, fmt.Sprintln(t.run(func() error { panic("p") })))
	out = append(out, fmt.Sprintln(t.log))
	return strings.Join(out, ""), nil
}
