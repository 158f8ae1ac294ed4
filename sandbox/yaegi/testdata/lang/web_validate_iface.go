// Validators behind an interface, combined with closures and generics.
package main

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type Validator interface {
	Validate(v string) error
}
type MinLen int

func (m MinLen) Validate(v string) error {
	if len(v) < int(m) {
		return fmt.Errorf("shorter than %d", int(m))
	}
	return nil
}

type Match struct{ re *regexp.Regexp }

func (m Match) Validate(v string) error {
	if !m.re.MatchString(v) {
		return fmt.Errorf("%q does not match %s", v, m.re)
	}
	return nil
}

type Func func(string) error

func (f Func) Validate(v string) error { return f(v) }

type All []Validator

func (a All) Validate(v string) error {
	for _, x := range a {
		if err := x.Validate(v); err != nil {
			return err
		}
	}
	return nil
}
func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	rules := map[string]Validator{
		"name": All{MinLen(2), Match{regexp.MustCompile(`^[a-z]+$`)}},
		"age": Func(func(s string) error {
			if _, err := strconv.Atoi(s); err != nil {
				return errors.New("not a number")
			}
			return nil
		}),
	}
	in := []map[string]string{{"name": "bob", "age": "5"}, {"name": "x", "age": "y"}, {"name": "Bob", "age": ""}}
	for _, m := range in {
		for _, f := range []string{"name", "age"} {
			if err := rules[f].Validate(m[f]); err != nil {
				out = append(out, fmt.Sprintln(f, err))
			}
		}
		out = append(out, fmt.Sprintln("--"))
	}
	return strings.Join(out, ""), nil
}
