// How Go values are encoded.
package main

import (
	"encoding/json"
	"fmt"
	"math"
	"strings"
	"time"

	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	enc := func(v any) string {
		b, err := json.Marshal(v)
		if err != nil {
			return "error: " + err.Error()
		}
		return string(b)
	}
	out = append(out, fmt.Sprintln(enc(nil), enc(1), enc(1.0), enc(1e21), enc(0.1), enc("a\"<>&\u2028é\x00"), enc(true), enc([]byte("hi")), enc([]int(nil)), enc([]int{}), enc(map[string]int(nil)), enc(map[string]int{})))
	out = append(out, fmt.Sprintln(enc(map[int]string{2: "b", 1: "a"}), enc([2]bool{true}), enc([]any{1, "a", nil, map[string]any{"k": []int{1}}}), enc(int64(1<<62)), enc(uint8(200)), enc(float32(0.1)), enc('x')))
	out = append(out, fmt.Sprintln(enc(time.Date(2024, 1, 2, 3, 4, 5, 600, time.UTC)), enc(time.Second), enc(json.RawMessage(`{"a": 1}`)), enc(json.Number("12.50")), enc(struct{}{}), enc(struct{ A, B int }{1, 2})))
	out = append(out, fmt.Sprintln(enc(math.Inf(1)), enc(map[string]any{"z": 1, "a": 2}), enc([][]string{{"a"}, nil})))
	var p *int
	out = append(out, fmt.Sprintln(enc(p), enc(&p)))
	out = append(out, fmt.Sprintln(enc([]map[string]any{{"a": 1}, nil})))
	b, _ := json.MarshalIndent(map[string]any{"a": []int{1, 2}, "b": map[string]any{}}, ">", "  ")
	out = append(out, fmt.Sprintln(string(b)))
	return strings.Join(out, ""), nil
}
