// A seeded generator is deterministic.
package main

import (
	"fmt"
	"math/rand"
	"strings"

	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	r := rand.New(rand.NewSource(42))
	out = append(out, fmt.Sprintln(r.Intn(100), r.Intn(100), r.Float64() < 1, r.Perm(5)))
	s := []int{1, 2, 3, 4}
	r.Shuffle(len(s), func(i, j int) { s[i], s[j] = s[j], s[i] })
	out = append(out, fmt.Sprintln(s))
	n := rand.Intn(10)
	out = append(out, fmt.Sprintln(n >= 0 && n < 10))
	return strings.Join(out, ""), nil
}
