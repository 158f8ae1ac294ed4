// Validation that collects errors, early returns, deferred wrapping.
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type Form struct {
	Name  string `json:"name"`
	Age   int    `json:"age"`
	Email string `json:"email"`
}

func (f Form) validate() error {
	var errs []error
	if f.Name == "" {
		errs = append(errs, errors.New("name is required"))
	}
	if f.Age < 18 {
		errs = append(errs, fmt.Errorf("age %d is under 18", f.Age))
	}
	if !strings.Contains(f.Email, "@") {
		errs = append(errs, fmt.Errorf("email %q is not valid", f.Email))
	}
	return errors.Join(errs...)
}
func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	for _, src := range []string{`{"name":"a","age":20,"email":"a@b"}`, `{"age":5}`, `{"name":`} {
		var f Form
		if err := json.Unmarshal([]byte(src), &f); err != nil {
			out = append(out, fmt.Sprintln("json:", err))
			continue
		}
		if err := f.validate(); err != nil {
			for _, l := range strings.Split(err.Error(), "\n") {
				out = append(out, fmt.Sprintln(l))
			}
			continue
		}
		out = append(out, fmt.Sprintln("valid", f.Name))
	}
	return strings.Join(out, ""), nil
}
