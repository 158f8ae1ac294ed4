// A decorator that embeds the interface it wraps.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type Store interface {
	Get(string) (string, bool)
	Set(string, string)
}
type mem map[string]string

func (m mem) Get(k string) (string, bool) { v, ok := m[k]; return v, ok }
func (m mem) Set(k, v string)             { m[k] = v }

type logged struct {
	Store
	log []string
}

func (l *logged) Get(k string) (string, bool) { l.log = append(l.log, "get "+k); return l.Store.Get(k) }
func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	var s Store = mem{}
	s.Set("a", "1")
	l := &logged{Store: s}
	s = l
	s.Set("b", "2")
	out = append(out, fmt.Sprintln(s.Get("a")))
	out = append(out, fmt.Sprintln(s.Get("b")))
	out = append(out, fmt.Sprintln(s.Get("c")))
	out = append(out, fmt.Sprintln(l.log))
	return strings.Join(out, ""), nil
}
