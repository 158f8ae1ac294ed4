// An LRU cache with expiry, by map and doubly linked list.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type entry struct {
	key        string
	val        any
	exp        int64
	prev, next *entry
}
type LRU struct {
	cap        int
	m          map[string]*entry
	head, tail *entry
	now        func() int64
	stats      struct{ hits, misses, evicted int }
}

func New(cap int, now func() int64) *LRU {
	l := &LRU{cap: cap, m: map[string]*entry{}, now: now, head: &entry{}, tail: &entry{}}
	l.head.next, l.tail.prev = l.tail, l.head
	return l
}
func (l *LRU) unlink(e *entry) { e.prev.next, e.next.prev = e.next, e.prev }
func (l *LRU) front(e *entry) {
	e.prev, e.next = l.head, l.head.next
	l.head.next.prev, l.head.next = e, e
}
func (l *LRU) Set(k string, v any, ttl int64) {
	if e, ok := l.m[k]; ok {
		e.val, e.exp = v, l.now()+ttl
		l.unlink(e)
		l.front(e)
		return
	}
	if len(l.m) >= l.cap {
		old := l.tail.prev
		l.unlink(old)
		delete(l.m, old.key)
		l.stats.evicted++
	}
	e := &entry{key: k, val: v, exp: l.now() + ttl}
	l.m[k] = e
	l.front(e)
}
func (l *LRU) Get(k string) (any, bool) {
	e, ok := l.m[k]
	if !ok || e.exp < l.now() {
		l.stats.misses++
		return nil, false
	}
	l.stats.hits++
	l.unlink(e)
	l.front(e)
	return e.val, true
}
func (l *LRU) Keys() (ks []string) {
	for e := l.head.next; e != l.tail; e = e.next {
		ks = append(ks, e.key)
	}
	return
}
func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	var clock int64
	c := New(2, func() int64 { clock++; return clock })
	c.Set("a", 1, 100)
	c.Set("b", "two", 100)
	v, ok := c.Get("a")
	out = append(out, fmt.Sprintln(v, ok, c.Keys()))
	c.Set("c", []int{3}, 2)
	_, ok = c.Get("b")
	out = append(out, fmt.Sprintln(ok, c.Keys()))
	clock += 10
	_, ok = c.Get("c")
	out = append(out, fmt.Sprintln(ok, c.stats.hits, c.stats.misses, c.stats.evicted))
	return strings.Join(out, ""), nil
}
