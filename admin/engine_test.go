package admin

import (
	"context"
	"strconv"
	"testing"

	"github.com/picloud/picloud/sandbox"
	"github.com/picloud/picloud/sandbox/yaegi"
)

// engineChecker checks with the real engine.
type engineChecker struct{ engine *yaegi.Engine }

func (c engineChecker) Check(_ context.Context, source string) ([]sandbox.Diagnostic, error) {
	return c.engine.Check(source), nil
}

func TestScripts_AreCheckedByTheEngine(t *testing.T) {
	f := newFixture(t, nil) // not parallel: the engine changes the environment
	api, err := New(Config{
		Store: f.store, Auth: f.auth, Checker: engineChecker{yaegi.New()}, Table: f.table.Load, Changed: f.changed, Stats: f.stats, Info: func() Info { return Info{} },
	})
	if err != nil {
		t.Fatal(err)
	}
	f.handler = api.Trusted()
	const head = "package main\n\nimport \"github.com/picloud/picloud/sdk\"\n\nfunc Handle(ctx *sdk.Context) (any, error) {\n\t"
	create := func(source string) string { return `{"name":"greet","source":` + strconv.Quote(source) + `}` }
	for _, s := range []scenario{
		{body: create(head + "return missing, nil\n}\n"), status: 422, code: "invalid_script", contains: []string{`"line":6,"column":9`, `"severity":"error"`, "missing"}},
		{body: create("package main\nfunc"), status: 422, code: "invalid_script", contains: []string{`"line":2`}},
		{body: create(""), status: 422, code: "invalid_script"},
		{body: create(head + "return map[string]any{\"name\": ctx.Request.Params[\"name\"]}, nil\n}\n"), status: 201, changes: 1},
		{
			body: `{"name":"odd","source":` + strconv.Quote(head+"_ = ctx.Request.JSON(nil)\n\thits++\n\treturn hits, nil\n}\n\nvar hits int\n") + `}`, status: 201, changes: 1,
			contains: []string{`"line":6,"column":6`, `"severity":"warning","code":"ignored_error"`, `"severity":"warning","code":"written_global"`},
		},
	} {
		s.method, s.path = "POST", "/scripts"
		s.run(f)
	}
}
