// Functional options.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type Opt func(*cfg)
type cfg struct {
	host string
	port int
	tags []string
}

func Host(h string) Opt    { return func(c *cfg) { c.host = h } }
func Port(p int) Opt       { return func(c *cfg) { c.port = p } }
func Tag(ts ...string) Opt { return func(c *cfg) { c.tags = append(c.tags, ts...) } }
func New(opts ...Opt) *cfg {
	c := &cfg{host: "localhost", port: 80}
	for _, o := range opts {
		o(c)
	}
	return c
}
func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	c := New(Host("h"), Tag("a", "b"), Port(8080), Tag("c"))
	out = append(out, fmt.Sprintln(c.host, c.port, c.tags, New().host, (*New()).port))
	return strings.Join(out, ""), nil
}
