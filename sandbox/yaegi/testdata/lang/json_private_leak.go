// Unexported fields are neither written nor read.
package main

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type Acc struct {
	User     string
	password string
	inner    struct{ Token string }
}
type Holder struct {
	Accs []Acc          `json:"accs"`
	ByID map[string]Acc `json:"by_id"`
	P    *Acc           `json:"p"`
}

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	a := Acc{User: "u", password: "secret"}
	a.inner.Token = "t"
	b, _ := json.Marshal(Holder{[]Acc{a}, map[string]Acc{"x": a}, &a})
	out = append(out, fmt.Sprintln(string(b)))
	var c Acc
	out = append(out, fmt.Sprintln(json.Unmarshal([]byte(`{"User":"v","password":"p","Xpassword":"q","XPASSWORD":"r"}`), &c), c.User, c.password == ""))
	out = append(out, fmt.Sprintln(a.password))
	return strings.Join(out, ""), nil
}
