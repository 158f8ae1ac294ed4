// MarshalText makes strings and map keys.
package main

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type ID struct{ n int }

func (i ID) MarshalText() ([]byte, error) { return []byte("id-" + strconv.Itoa(i.n)), nil }
func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	b, err := json.Marshal(map[ID]int{{1}: 2})
	out = append(out, fmt.Sprintln(string(b), err))
	b, err = json.Marshal([]ID{{3}})
	out = append(out, fmt.Sprintln(string(b), err))
	return strings.Join(out, ""), nil
}
