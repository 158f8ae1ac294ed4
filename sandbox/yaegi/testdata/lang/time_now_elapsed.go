// Now, Since and Until move forward.
package main

import (
	"fmt"
	"strings"
	"time"

	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	start := time.Now()
	el := time.Since(start)
	dl := start.Add(time.Hour)
	out = append(out, fmt.Sprintln(el >= 0, time.Until(dl) > 59*time.Minute, start.Before(dl), time.Now().Year() >= 2024, time.Now().UTC().Location()))
	time.Sleep(time.Millisecond)
	out = append(out, fmt.Sprintln(time.Since(start) >= time.Millisecond))
	return strings.Join(out, ""), nil
}
