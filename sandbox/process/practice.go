package process

import (
	"context"
	"net/http"
	"strings"

	"github.com/picloud/picloud/sandbox"
	"github.com/picloud/picloud/sandbox/local"
)

// practise runs a small script, so that everything that is made on first use
// is there before the walls are up and a request waits.
func (c *child) practise() {
	e := local.New(c.engine, local.Options{})
	e.Execute(context.Background(), practiceCall(), &childResponse{header: http.Header{}})
	_ = e.Close() // it never fails
}

// practiceCall asks for what many scripts do.
func practiceCall() *sandbox.Call {
	return &sandbox.Call{
		Script: sandbox.Script{Source: practice},
		Method: http.MethodPost,
		Path:   "/practice",
		Params: map[string]string{"name": "ada"},
		Header: http.Header{"Content-Type": {"application/json"}},
		Body:   strings.NewReader(`{"items":["b","a"]}`),
	}
}

const practice = `package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/picloud/picloud/sdk"
)

type order struct {
	Items []string ` + "`json:\"items\"`" + `
}

type list interface{ sorted() []string }

func (o *order) sorted() []string {
	defer func() { o.Items = nil }()
	slices.Sort(o.Items)
	return o.Items
}

func Handle(ctx *sdk.Context) (any, error) {
	var o order
	if err := ctx.Request.JSON(&o); err != nil {
		return nil, sdk.Error(400, "no order")
	}
	var sorted list = &o
	counts := map[string]int{}
	for i, item := range sorted.sorted() {
		counts[strings.ToUpper(item)] += i
	}
	each := func(name string) string { return fmt.Sprintf("%s of %d", name, len(counts)) }
	b, err := json.Marshal(counts)
	if err != nil {
		return nil, errors.Join(errors.New("counting"), err)
	}
	ctx.Log.Info("counted", "bytes", len(b))
	fmt.Println(each(ctx.Request.Params["name"]), time.Now().Local())
	return map[string]any{"counts": counts, "names": []any{each("b")}}, nil
}
`
