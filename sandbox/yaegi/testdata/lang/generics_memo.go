// A generic memoiser.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

func memo[K comparable, V any](f func(K) V) func(K) V {
	cache := map[K]V{}
	return func(k K) V {
		if v, ok := cache[k]; ok {
			return v
		}
		v := f(k)
		cache[k] = v
		return v
	}
}
func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	n := 0
	sq := memo(func(i int) int { n++; return i * i })
	out = append(out, fmt.Sprintln(sq(3), sq(3), n))
	return strings.Join(out, ""), nil
}
