// Middleware, counters and method values.
package main

import (
	"fmt"
	"net/http"

	"github.com/picloud/picloud/sdk"
)

type Middleware func(http.HandlerFunc) http.HandlerFunc

type Counter struct{ n map[string]int }

func (c *Counter) Count(name string) Middleware {
	return func(next http.HandlerFunc) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			c.n[name]++
			next(w, r)
		}
	}
}

func chain(h http.HandlerFunc, list ...Middleware) http.HandlerFunc {
	for i := len(list) - 1; i >= 0; i-- {
		h = list[i](h)
	}
	return h
}

type App struct{ counter *Counter }

func (a *App) hello(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("X-Count", fmt.Sprint(a.counter.n))
	fmt.Fprintf(w, "hello %s", r.Method)
}

var _ = sdk.Version

func Handle(w http.ResponseWriter, r *http.Request) {
	app := &App{&Counter{map[string]int{}}}
	h := chain(app.hello, app.counter.Count("a"), app.counter.Count("b"))
	h(w, r)
}
