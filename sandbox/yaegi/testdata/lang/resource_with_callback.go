// A resource that is opened, used by a callback and closed.
package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type Conn struct {
	open bool
	log  *[]string
}

func (c *Conn) Close() { c.open = false; *c.log = append(*c.log, "closed") }
func (c *Conn) Do(s string) (string, error) {
	if !c.open {
		return "", errors.New("closed")
	}
	*c.log = append(*c.log, s)
	return strings.ToUpper(s), nil
}
func with(log *[]string, f func(*Conn) error) (err error) {
	c := &Conn{true, log}
	defer c.Close()
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("recovered %v", r)
		}
	}()
	return f(c)
}
func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	var log []string
	err := with(&log, func(c *Conn) error {
		s, err := c.Do("a")
		out = append(out, fmt.Sprintln(s, err))
		return err
	})
	out = append(out, fmt.Sprintln(err))
	err = with(&log, func(c *Conn) error { c.Close(); _, err := c.Do("b"); return err })
	out = append(out, fmt.Sprintln(err))
	err = with(&log, func(c *Conn) error { panic("x") })
	out = append(out, fmt.Sprintln(err, log))
	return strings.Join(out, ""), nil
}
