package main

import (
	"fmt"

	"github.com/dop251/goja"

	"github.com/picloud/picloud/sandbox"
	"github.com/picloud/picloud/sandbox/yaegi"
	"github.com/picloud/picloud/sdk"
)

// ready returns what runs the work once, in each way.
func (w work) ready() (all [ways]func() error, err error) {
	all[native] = func() error {
		w.native()
		return nil
	}
	if all[metered], err = w.script(yaegi.New()); err != nil {
		return all, err
	}
	bare := yaegi.New()
	bare.Unmetered = true
	if all[unmetered], err = w.script(bare); err != nil {
		return all, err
	}
	all[javaScript], err = w.javaScript()
	return all, err
}

func (w work) script(engine *yaegi.Engine) (func() error, error) {
	source := fmt.Sprintf(`package main

import (
	"sort"
	"strconv"
	"strings"

	"github.com/picloud/picloud/sdk"
)

var _, _, _ = sort.Ints, strconv.Itoa, strings.ToUpper

%s

func Handle(ctx *sdk.Context) any {
	total := 0
	%s
	return total
}
`, w.decls, w.body)
	program, err := engine.Compile(source)
	if err != nil {
		return nil, err
	}
	limits := sandbox.Limits{Operations: 1 << 60}
	instance, err := program.Instantiate(sandbox.NewMeter(limits, nil))
	if err != nil {
		return nil, err
	}
	in := &sandbox.Invocation{Request: &sdk.Request{Method: "GET", Path: "/"}}
	return func() error {
		done := make(chan error, 1)
		go instance.Call(sandbox.NewMeter(limits, nil), in, func(_ *sdk.Response, err error) { done <- err })
		return <-done
	}, nil
}

func (w work) javaScript() (func() error, error) {
	vm := goja.New()
	if _, err := vm.RunString(w.js); err != nil {
		return nil, err
	}
	run, ok := goja.AssertFunction(vm.Get("work"))
	if !ok {
		return nil, fmt.Errorf("no function work in %s", w.js)
	}
	return func() error {
		_, err := run(goja.Undefined())
		return err
	}, nil
}
