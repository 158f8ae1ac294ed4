// A handler type, middleware and http.HandlerFunc.
package main

import (
	"fmt"
	"net/http"
)

type mux map[string]http.HandlerFunc

func (m mux) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if h, ok := m[r.Method]; ok {
		h(w, r)
		return
	}
	http.Error(w, "no", 405)
}

var routes = mux{"POST": post}

func post(w http.ResponseWriter, r *http.Request) { fmt.Fprintf(w, "posted %s", r.URL.Path) }
func logged(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { w.Header().Set("X-Log", "1"); h.ServeHTTP(w, r) })
}
func Handle(w http.ResponseWriter, r *http.Request) { logged(routes).ServeHTTP(w, r) }
