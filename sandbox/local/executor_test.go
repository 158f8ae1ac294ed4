package local_test

import (
	"net/http/httptest"
	"testing"
	"time"

	"github.com/picloud/picloud/sandbox"
	"github.com/picloud/picloud/sandbox/local"
	"github.com/picloud/picloud/sandbox/yaegi"
)

func TestSmoke(t *testing.T) {
	e := local.New(yaegi.New(), local.Options{CheckTimeout: 9*time.Second})
	defer e.Close()
	src := `package main

import "github.com/picloud/picloud/sdk"

func Handle(ctx *sdk.Context) (any, error) {
	if ctx.Request.Params["name"] == "loop" {
		for {
		}
	}
	if ctx.Request.Params["name"] == "grow" {
		s := []string{"x"}
		for {
			s = append(s, s...)
		}
	}
	return map[string]any{"name": ctx.Request.Params["name"]}, nil
}
`
	t.Log(e.Check(t.Context(), src))
	e.Execute(t.Context(), &sandbox.Call{Script: sandbox.Script{ID: "1", Version: 1, Source: src}, Limits: sandbox.Limits{Timeout: 9 * time.Second}}, httptest.NewRecorder())
	for _, name := range []string{"a", "loop", "b", "grow", "c"} {
		w := httptest.NewRecorder()
		start := time.Now()
		r := e.Execute(t.Context(), &sandbox.Call{Script: sandbox.Script{ID: "1", Version: 1, Source: src}, Limits: sandbox.Limits{Timeout: 300 * time.Millisecond}, Params: map[string]string{"name": name}}, w)
		t.Logf("%+v %v %s %v", r, w.Code, w.Body, time.Since(start))
	}
	d, err := e.Check(t.Context(), src)
	t.Log(d, err)
}

func BenchmarkExecute(b *testing.B) {
	e := local.New(yaegi.New(), local.Options{CheckTimeout: 9*time.Second})
	defer e.Close()
	src := `package main

import "github.com/picloud/picloud/sdk"

func Handle(ctx *sdk.Context) (any, error) {
	return map[string]any{"name": ctx.Request.Params["name"]}, nil
}
`
	call := &sandbox.Call{Limits: sandbox.Limits{Timeout: 9 * time.Second},Script: sandbox.Script{ID: "1", Version: 1, Source: src}, Params: map[string]string{"name": "x"}}
	e.Execute(b.Context(), call, httptest.NewRecorder())
	for b.Loop() {
		e.Execute(b.Context(), call, httptest.NewRecorder())
	}
}
