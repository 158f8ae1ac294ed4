// MarshalJSON on the pointer is used for pointers only.
package main

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type T struct{ Name string }

func (t *T) MarshalJSON() ([]byte, error) { return []byte(`"p-` + t.Name + `"`), nil }
func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	b, err := json.Marshal(&T{"x"})
	out = append(out, fmt.Sprintln(string(b), err))
	b, err = json.Marshal(T{"x"})
	out = append(out, fmt.Sprintln(string(b), err))
	return strings.Join(out, ""), nil
}
