// Promoted fields and methods, overrides, several levels.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type Base struct {
	ID   int
	Tags []string
}

func (b Base) Describe() string { return fmt.Sprint("base ", b.ID) }
func (b *Base) Rename(id int)   { b.ID = id }

type Mid struct {
	Base
	Name string
}

func (m Mid) Describe() string { return "mid " + m.Name + " " + m.Base.Describe() }

type Top struct {
	*Mid
	Extra int
}

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	m := Mid{Base{1, nil}, "m"}
	m.Rename(5)
	m.Tags = append(m.Tags, "x")
	out = append(out, fmt.Sprintln(m.ID, m.Base.ID, m.Describe(), m.Tags))
	t := Top{&m, 9}
	t.Rename(6)
	t.Name = "t"
	out = append(out, fmt.Sprintln(m.ID, t.ID, t.Describe(), t.Mid.Base.ID, m.Name))
	u := t
	u.ID = 100
	out = append(out, fmt.Sprintln(t.ID, u.Extra))
	c := m
	c.ID = 1
	out = append(out, fmt.Sprintln(m.ID))
	out = append(out, fmt.Sprintln(t.Base.Describe()))
	return strings.Join(out, ""), nil
}
