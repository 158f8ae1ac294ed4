// container/heap and container/list.
package main

import (
	"container/heap"
	"container/list"
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type Item struct {
	name string
	prio int
}
type PQ []*Item

func (q PQ) Len() int           { return len(q) }
func (q PQ) Less(i, j int) bool { return q[i].prio > q[j].prio }
func (q PQ) Swap(i, j int)      { q[i], q[j] = q[j], q[i] }
func (q *PQ) Push(x any)        { *q = append(*q, x.(*Item)) }
func (q *PQ) Pop() any {
	old := *q
	x := old[len(old)-1]
	*q = old[:len(old)-1]
	return x
}
func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	q := &PQ{}
	heap.Init(q)
	for i, n := range []string{"a", "b", "c", "d"} {
		heap.Push(q, &Item{n, (i * 7) % 5})
	}
	for q.Len() > 0 {
		it := heap.Pop(q).(*Item)
		out = append(out, fmt.Sprintln(it.name, it.prio))
	}
	l := list.New()
	l.PushBack(1)
	l.PushFront("zero")
	l.PushBack(2)
	for e := l.Front(); e != nil; e = e.Next() {
		out = append(out, fmt.Sprintln(e.Value))
	}
	out = append(out, fmt.Sprintln(l.Len(), l.Front().Value.(string)))
	l.Remove(l.Front())
	out = append(out, fmt.Sprintln(l.Front().Value))
	return strings.Join(out, ""), nil
}
