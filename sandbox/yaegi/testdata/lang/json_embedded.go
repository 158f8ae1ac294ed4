// Embedded structs are flattened.
package main

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type Base struct {
	ID   int    `json:"id"`
	Kind string `json:"kind,omitempty"`
}
type User struct {
	Base
	Name string `json:"name"`
}
type Wrapped struct {
	*Base
	Extra string
}

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	b, err := json.Marshal(User{Base{7, "k"}, "n"})
	out = append(out, fmt.Sprintln(string(b), err))
	var u User
	err = json.Unmarshal([]byte(`{"id":9,"name":"q","kind":"z"}`), &u)
	out = append(out, fmt.Sprintln(err, u.ID, u.Name, u.Kind))
	b, _ = json.Marshal(Wrapped{&Base{ID: 1}, "e"})
	out = append(out, fmt.Sprintln(string(b)))
	b, _ = json.Marshal(Wrapped{nil, "e"})
	out = append(out, fmt.Sprintln(string(b)))
	return strings.Join(out, ""), nil
}
