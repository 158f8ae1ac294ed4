// MarshalJSON called on the value itself.
package main

import (
	"encoding/json"
	"fmt"
	"strconv"

	"github.com/picloud/picloud/sdk"
)

type Temp float64

func (t Temp) MarshalJSON() ([]byte, error) {
	return []byte(fmt.Sprintf("%q", strconv.FormatFloat(float64(t), 'f', 1, 64)+"C")), nil
}
func Handle(ctx *sdk.Context) (any, error) {
	b, err := json.Marshal(Temp(21.55))
	return string(b) + fmt.Sprint(err), nil
}
