// A tiny router with parameters and middleware.
package main

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type Req struct {
	Method, Path string
	Params       map[string]string
}
type Resp struct {
	Code int    `json:"code"`
	Body string `json:"body"`
}
type HandlerFunc func(*Req) Resp
type route struct {
	method string
	segs   []string
	h      HandlerFunc
}
type Router struct {
	routes []route
	mws    []func(HandlerFunc) HandlerFunc
}

func (r *Router) Use(m func(HandlerFunc) HandlerFunc) { r.mws = append(r.mws, m) }
func (r *Router) Handle(method, pattern string, h HandlerFunc) *Router {
	for i := len(r.mws) - 1; i >= 0; i-- {
		h = r.mws[i](h)
	}
	r.routes = append(r.routes, route{method, strings.Split(pattern, "/")[1:], h})
	return r
}
func (r *Router) Serve(method, path string) Resp {
	segs := strings.Split(path, "/")[1:]
next:
	for _, rt := range r.routes {
		if rt.method != method || len(rt.segs) != len(segs) {
			continue
		}
		params := map[string]string{}
		for i, s := range rt.segs {
			if strings.HasPrefix(s, ":") {
				params[s[1:]] = segs[i]
			} else if s != segs[i] {
				continue next
			}
		}
		return rt.h(&Req{method, path, params})
	}
	return Resp{404, "not found"}
}
func Handle(ctx *sdk.Context) (any, error) {
	var log []string
	r := &Router{}
	r.Use(func(next HandlerFunc) HandlerFunc {
		return func(q *Req) Resp {
			log = append(log, "before "+q.Path)
			res := next(q)
			log = append(log, fmt.Sprint("after ", res.Code))
			return res
		}
	})
	r.Use(func(next HandlerFunc) HandlerFunc {
		return func(q *Req) Resp {
			if q.Params["id"] == "0" {
				return Resp{Code: 403}
			}
			return next(q)
		}
	})
	r.Handle("GET", "/u/:id", func(q *Req) Resp { return Resp{200, "user " + q.Params["id"]} }).
		Handle("GET", "/u/:id/x/:y", func(q *Req) Resp { return Resp{200, q.Params["id"] + q.Params["y"]} })
	return map[string]any{
		"r":   []Resp{r.Serve("GET", "/u/5"), r.Serve("GET", "/u/0"), r.Serve("POST", "/u/5"), r.Serve("GET", "/u/1/x/2"), r.Serve("GET", "/v")},
		"log": log,
	}, nil
}
