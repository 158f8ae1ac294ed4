// list and heap hold values of the script's types.
package main

import (
	"container/heap"
	"container/list"
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type Task struct {
	Name string
	Pri  int
}
type Queue []*Task

func (q Queue) Len() int           { return len(q) }
func (q Queue) Less(i, j int) bool { return q[i].Pri > q[j].Pri }
func (q Queue) Swap(i, j int)      { q[i], q[j] = q[j], q[i] }
func (q *Queue) Push(x any)        { *q = append(*q, x.(*Task)) }
func (q *Queue) Pop() any {
	old := *q
	t := old[len(old)-1]
	*q = old[:len(old)-1]
	return t
}

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	q := &Queue{}
	heap.Init(q)
	for i, n := range []string{"a", "b", "c"} {
		heap.Push(q, &Task{n, i * 7 % 5})
	}
	for q.Len() > 0 {
		t := heap.Pop(q).(*Task)
		out = append(out, fmt.Sprintln(t.Name, t.Pri))
	}
	l := list.New()
	l.PushBack(Task{"x", 1})
	l.PushFront(Task{"y", 2})
	for e := l.Front(); e != nil; e = e.Next() {
		out = append(out, fmt.Sprintln(e.Value.(Task).Name, e.Value))
	}
	return strings.Join(out, ""), nil
}
