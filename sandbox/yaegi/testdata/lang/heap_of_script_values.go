// container/heap keeps copies of script structs.
package main

import (
	"container/heap"
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type T struct{ N int }

func (p T) Get() int { return p.N }

type H []T

func (h H) Len() int           { return len(h) }
func (h H) Less(i, j int) bool { return h[i].N < h[j].N }
func (h H) Swap(i, j int)      { h[i], h[j] = h[j], h[i] }
func (h *H) Push(x any)        { *h = append(*h, x.(T)) }
func (h *H) Pop() any          { o := *h; x := o[len(o)-1]; *h = o[:len(o)-1]; return x }
func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	h := &H{}
	t := T{5}
	for i := range 4 {
		t.N = (i * 3) % 4
		heap.Push(h, t)
	}
	t.N = 100
	for h.Len() > 0 {
		out = append(out, fmt.Sprintln(heap.Pop(h).(T).N))
	}
	return strings.Join(out, ""), nil
}
