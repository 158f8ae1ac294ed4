// Mutex, Once and WaitGroup without goroutines.
package main

import (
	"fmt"
	"strings"
	"sync"

	"github.com/picloud/picloud/sdk"
)

type Safe struct {
	mu sync.Mutex
	m  map[string]int
}

func (s *Safe) Inc(k string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.m[k]++
	return s.m[k]
}

var once sync.Once
var n int

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	s := &Safe{m: map[string]int{}}
	s.Inc("a")
	out = append(out, fmt.Sprintln(s.Inc("a")))
	for range 3 {
		once.Do(func() { n++ })
	}
	out = append(out, fmt.Sprintln(n))
	var rw sync.RWMutex
	rw.RLock()
	rw.RUnlock()
	rw.Lock()
	rw.Unlock()
	out = append(out, fmt.Sprintln("done"))
	return strings.Join(out, ""), nil
}
