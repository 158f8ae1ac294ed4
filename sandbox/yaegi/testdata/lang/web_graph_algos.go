// Breadth-first search, topological order, Dijkstra with a heap.
package main

import (
	"container/heap"
	"errors"
	"fmt"
	"sort"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type edge struct {
	to string
	w  int
}
type item struct {
	node string
	dist int
}
type pq []item

func (p pq) Len() int           { return len(p) }
func (p pq) Less(i, j int) bool { return p[i].dist < p[j].dist }
func (p pq) Swap(i, j int)      { p[i], p[j] = p[j], p[i] }
func (p *pq) Push(x any)        { *p = append(*p, x.(item)) }
func (p *pq) Pop() any {
	n := len(*p) - 1
	x := (*p)[n]
	*p = (*p)[:n]
	return x
}

type Graph map[string][]edge

func (g Graph) bfs(from string) (order []string) {
	seen := map[string]bool{from: true}
	for queue := []string{from}; len(queue) > 0; queue = queue[1:] {
		n := queue[0]
		order = append(order, n)
		for _, e := range g[n] {
			if !seen[e.to] {
				seen[e.to] = true
				queue = append(queue, e.to)
			}
		}
	}
	return
}
func (g Graph) dijkstra(from string) map[string]int {
	dist := map[string]int{from: 0}
	q := &pq{{from, 0}}
	for q.Len() > 0 {
		it := heap.Pop(q).(item)
		if it.dist > dist[it.node] {
			continue
		}
		for _, e := range g[it.node] {
			d := it.dist + e.w
			if old, ok := dist[e.to]; !ok || d < old {
				dist[e.to] = d
				heap.Push(q, item{e.to, d})
			}
		}
	}
	return dist
}
func (g Graph) topo() ([]string, error) {
	const (
		white = iota
		grey
		black
	)
	color := map[string]int{}
	var out []string
	var visit func(string) error
	visit = func(n string) error {
		switch color[n] {
		case grey:
			return errors.New("cycle at " + n)
		case black:
			return nil
		}
		color[n] = grey
		for _, e := range g[n] {
			if err := visit(e.to); err != nil {
				return err
			}
		}
		color[n] = black
		out = append([]string{n}, out...)
		return nil
	}
	keys := []string{}
	for k := range g {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	for _, k := range keys {
		if err := visit(k); err != nil {
			return nil, err
		}
	}
	return out, nil
}
func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	g := Graph{"a": {{"b", 7}, {"c", 3}}, "c": {{"b", 1}, {"d", 8}}, "b": {{"d", 2}}}
	out = append(out, fmt.Sprintln(g.bfs("a"), g.dijkstra("a")))
	out = append(out, fmt.Sprintln(g.topo()))
	g["d"] = []edge{{"a", 1}}
	out = append(out, fmt.Sprintln(g.topo()))
	return strings.Join(out, ""), nil
}
