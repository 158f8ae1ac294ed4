// Decode, change, index and encode a list of users.
package main

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type User struct {
	ID    int            `json:"id"`
	Name  string         `json:"name"`
	Roles []string       `json:"roles"`
	Meta  map[string]any `json:"meta,omitempty"`
}

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	var us []User
	err := json.Unmarshal([]byte(`[{"id":1,"name":"a","roles":["x"]},{"id":2,"name":"b","meta":{"k":[1]}}]`), &us)
	out = append(out, fmt.Sprintln(err, len(us), us[0].Roles, us[1].Roles == nil, us[1].Meta["k"]))
	for i := range us {
		us[i].Name = strings.ToUpper(us[i].Name)
	}
	b, _ := json.Marshal(us)
	out = append(out, fmt.Sprintln(string(b)))
	var one User
	out = append(out, fmt.Sprintln(json.Unmarshal(b, &one) != nil))
	byID := map[int]*User{}
	for i := range us {
		byID[us[i].ID] = &us[i]
	}
	byID[1].Name = "zz"
	out = append(out, fmt.Sprintln(us[0].Name))
	b, _ = json.Marshal(byID)
	out = append(out, fmt.Sprintln(string(b)))
	b, _ = json.Marshal(map[string]any{"users": us, "n": len(us), "first": us[0], "p": &us[1]})
	out = append(out, fmt.Sprintln(string(b)))
	return strings.Join(out, ""), nil
}
