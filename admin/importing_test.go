package admin

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/picloud/picloud/store"
)

// exported returns the body of an export.
func (f *fixture) exported() string {
	f.t.Helper()
	rec := f.send("GET", "/export", "")
	if rec.Code != http.StatusOK {
		f.t.Fatalf("export: %d %s", rec.Code, rec.Body)
	}
	return rec.Body.String()
}

// changes imports a bundle and returns what that changes, as words.
func (f *fixture) imports(query, bundle string) (changes []string) {
	f.t.Helper()
	answer := f.must("POST", "/import"+query, bundle)
	if applied := answer["applied"]; applied != !strings.Contains(query, "dry_run=true") {
		f.t.Errorf("applied: %v", applied)
	}
	for _, c := range answer["changes"].([]any) {
		fields := ""
		for _, field := range get(c, "fields").([]any) {
			fields += " " + field.(string)
		}
		changes = append(changes, fmt.Sprint(get(c, "action"), " ", get(c, "kind"), " ", get(c, "name"), fields))
	}
	return changes
}

// wantChanges compares changes that are not "unchanged" with those expected.
func wantChanges(t *testing.T, what string, got []string, want ...string) {
	t.Helper()
	got = slices.DeleteFunc(slices.Clone(got), func(c string) bool { return strings.HasPrefix(c, "unchanged ") })
	if !slices.Equal(got, want) {
		t.Errorf("%s changes\n%s\nwant\n%s", what, strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestExport_HasEverythingByName(t *testing.T) {
	t.Parallel()
	f := newFixture(t, nil)
	if got := f.exported(); strings.TrimSpace(got) != `{"format":1,"scripts":[]}` {
		t.Errorf("an empty store: %s", got)
	}
	f.script("zoo")
	f.vars["ape"] = f.must("POST", "/scripts", `{"name":"ape","description":"an ape","source":"package main","enabled":false,"timeout_ms":100,"max_operations":200,"memory_limit_mb":32,"max_concurrency":4}`)["id"].(string)
	f.route("first", "ape", `{"host":"*.example.com","host_param_name":"sub","method":"get","path":"/greet/:name","guard":"request.method == \"GET\""}`)
	f.route("second", "ape", `{"path":"/files/*"}`)
	want := f.expand(`{"format":1,"scripts":[{"id":"{ape}","name":"ape","description":"an ape","source":"package main","enabled":false,` +
		`"timeout_ms":100,"max_operations":200,"memory_limit_mb":32,"max_concurrency":4,"routes":[` +
		`{"id":"{first}","host":"*.example.com","host_param_name":"sub","method":"GET","path":"/greet/:name","guard":"request.method == \"GET\""},` +
		`{"id":"{second}","host":"","method":"","path":"/files/*","guard":""}]},` +
		`{"id":"{zoo}","name":"zoo","description":"","source":"package main // zoo","enabled":true,` +
		`"timeout_ms":0,"max_operations":0,"memory_limit_mb":0,"max_concurrency":0,"routes":[]}]}`)
	if got := strings.TrimSpace(f.exported()); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestImport_MakesTheStoreWhatTheBundleSays(t *testing.T) {
	t.Parallel()
	f := newFixture(t, nil)
	f.script("kept")
	f.script("changed")
	f.script("other")
	f.route("a", "changed", `{"path":"/a"}`)
	f.route("b", "changed", `{"path":"/b"}`)
	f.route("c", "changed", `{"path":"/c"}`)
	f.route("o", "other", `{"path":"/o"}`)
	before := f.exported()
	bundle := f.expand(`{"format":1,"scripts":[
		{"name":"new","source":"package main // new","timeout_ms":5,"routes":[{"path":"/new/:x","method":"POST"},{"path":"/c"}]},
		{"name":"kept","source":"package main // kept"},
		{"name":"changed","source":"package main // two","enabled":false,"routes":[
			{"path":"/a","guard":"request.method == \"GET\""},{"id":"{b}","path":"/bb"},{"path":"/d"}]}]}`)
	want := []string{
		"create script new", "create route POST /new/:x", "create route ANY /c",
		"update script changed source enabled", "update route ANY /a guard", "update route ANY /bb path", "create route ANY /d", "delete route ANY /c",
	}
	changes := f.changes.Load()
	wantChanges(t, "the dry run", f.imports("?dry_run=true", bundle), want...)
	if got := f.exported(); got != before || f.changes.Load() != changes {
		t.Error("the dry run has changed something")
	}
	wantChanges(t, "the import", f.imports("", bundle), want...)
	if n := f.changes.Load() - changes; n != 1 {
		t.Errorf("Changed was called %d times, want once", n)
	}
	after := f.exported()
	wantChanges(t, "importing it again", f.imports("", bundle))
	if again := f.exported(); again != after || f.changes.Load() != changes+1 {
		t.Errorf("importing twice changes\n%s\nto\n%s", after, again)
	}
	for variable, path := range map[string]string{"a": "/a", "b": "/bb", "o": "/o"} {
		if got := f.must("GET", "/routes/{"+variable+"}", "")["path"]; got != path {
			t.Errorf("the route %s has the path %v, want %s", variable, got, path)
		}
	}
	if version := f.must("GET", "/scripts/{changed}", "")["version"]; version != 2.0 {
		t.Errorf("the changed script has version %v", version)
	}
	if version := f.must("GET", "/scripts/{kept}", "")["version"]; version != 1.0 {
		t.Errorf("the kept script has version %v", version)
	}

	wantChanges(t, "pruning", f.imports("?prune=true", bundle), "delete script other")
	if rec := f.send("GET", "/scripts/{other}", ""); rec.Code != http.StatusNotFound {
		t.Errorf("the pruned script: %d", rec.Code)
	}
	wantChanges(t, "moving a route to another script", f.imports("", `{"format":1,"scripts":[
		{"name":"kept","source":"package main // kept","routes":[{"path":"/d"}]},
		{"name":"changed","source":"package main // two","enabled":false,"routes":[]}]}`),
		"create route ANY /d", "delete route ANY /a", "delete route ANY /bb", "delete route ANY /d")
}

func TestImport_RefusesAllOfABundleThatIsWrong(t *testing.T) {
	t.Parallel()
	one := func(script string) string {
		return `{"format":1,"scripts":[{"name":"first","source":"x"},` + script + `]}`
	}
	routes := func(list string) string { return one(`{"name":"s","source":"package main","routes":[` + list + `]}`) }
	stays := func(f *fixture) {
		f.script("there")
		f.route("there-route", "there", `{"path":"/there/:id"}`)
	}
	list := []scenario{
		{name: "another format", body: `{"format":2,"scripts":[]}`, status: 422, code: "validation"},
		{name: "no scripts", body: `{"format":1}`, status: 422, code: "validation"},
		{name: "a bad name", body: one(`{"name":"/","source":""}`), status: 422, code: "validation"},
		{name: "a name twice", body: one(`{"name":"first","source":"x"}`), status: 422, code: "validation", contains: []string{`scripts[1]`}},
		{name: "a bad id", body: one(`{"id":"x","name":"s","source":""}`), status: 422, code: "bad_id", contains: []string{`"location":"body.scripts[1].id"`}},
		{name: "a field in another case", body: one(`{"name":"s","Source":""}`), status: 422},
		{name: "an unknown field", body: routes(`{"path":"/a","script_id":"x"}`), status: 422},
		{name: "a source that would not run", body: one(`{"name":"s","source":"BAD"}`), status: 422, code: "invalid_script", contains: []string{
			`"field":"scripts[1].source"`, `"script_diagnostics":{"s":[`, `undefined: BAD`}},
		{name: "a source that is too large", body: one(`{"name":"s","source":"` + strings.Repeat("x", maxSource+1) + `"}`), status: 413, code: "body_too_large", contains: []string{`"field":"scripts[1].source"`}},
		{name: "a bad path", body: routes(`{"path":"/a"},{"path":"/a//b"}`), status: 422, contains: []string{`"field":"scripts[1].routes[1].path"`, `"location":"body.scripts[1].routes[1].path"`, `"offset":`}},
		{name: "a bad guard", body: routes(`{"path":"/a","guard":"("}`), status: 422, code: "invalid_guard", contains: []string{`"field":"scripts[1].routes[0].guard"`}},
		{name: "a reserved path", body: routes(`{"path":"/api/x"}`), status: 422, contains: []string{`scripts[1].routes[0].path`}},
		{name: "routes that conflict with each other", body: routes(`{"path":"/x/:a"},{"path":"/x/:b"}`), status: 409, code: "route_conflict", contains: []string{`"field":"scripts[1].routes[0].path"`, `"path":"/x/:b"`, `"witness":{`}},
		{name: "a route that conflicts with one that stays", body: routes(`{"path":"/there/:x"}`), status: 409, code: "route_conflict", contains: []string{`"path":"/there/:id"`, `{there-route}`}},
		{name: "a route that is there twice", body: routes(`{"path":"/x"},{"path":"/x"}`), status: 409, code: "route_conflict"},
	}
	for i := range list {
		list[i].method, list[i].path, list[i].setup = "POST", "/import", func(f *fixture) {
			stays(f)
			f.vars["before"] = f.exported()
		}
		list[i].after = func(f *fixture, _ *httptest.ResponseRecorder) {
			if got := f.exported(); got != f.vars["before"] {
				f.t.Errorf("something was changed: %s", got)
			}
		}
	}
	run(t, list)
}

func TestImport_TakesARouteOverFromAScriptThatIsPruned(t *testing.T) {
	t.Parallel()
	f := newFixture(t, nil)
	f.script("old")
	f.route("r", "old", `{"path":"/x/:a"}`)
	wantChanges(t, "the import", f.imports("?prune=true", f.expand(`{"format":1,"scripts":[{"id":"{old}","name":"new","source":"y","routes":[{"id":"{r}","path":"/x/:b"}]}]}`)),
		"create script new", "create route ANY /x/:b", "delete script old")
	if id := get(object(t, f.exported())["scripts"].([]any)[0], "id"); id == f.vars["old"] {
		t.Error("the new script has the id of the old one, whose versions others may still know")
	}
}

func TestImport_DryRunTellsWhatIsWrongWithEverySource(t *testing.T) {
	t.Parallel()
	f := newFixture(t, nil)
	scenario{
		method: "POST", path: "/import?dry_run=true", status: 200,
		body:     `{"format":1,"scripts":[{"name":"a","source":"BAD"},{"name":"b","source":"fine"},{"name":"c","source":"WARN"}]}`,
		contains: []string{`"applied":false`, `"diagnostics":{"a":[`, `"c":[`},
		excludes: []string{`"b":[`},
	}.run(f)
	f.imports("", `{"format":1,"scripts":[{"name":"c","source":"WARN"}]}`)
	calls := f.checker.calls.Load()
	f.imports("", `{"format":1,"scripts":[{"name":"c","source":"WARN","timeout_ms":7}]}`)
	if f.checker.calls.Load() != calls {
		t.Error("a source that does not change was checked")
	}
}

// racingStore has somebody else change something before the first changes are
// applied.
type racingStore struct {
	store.Store
	races  *atomic.Int32
	change func(s store.Store)
}

func (r racingStore) Apply(ctx context.Context, c store.ChangeSet) error {
	if r.races.Add(-1) >= 0 {
		r.change(r.Store)
	}
	return r.Store.Apply(ctx, c)
}

func TestImport_PlansAnewWhenSomethingChangesMeanwhile(t *testing.T) {
	t.Parallel()
	for races, status := range map[int32]int{1: 200, importAttempts - 1: 200, importAttempts: 503} {
		left := &atomic.Int32{}
		f := newFixture(t, func(s store.Store) store.Store {
			return racingStore{Store: s, races: left, change: func(s store.Store) {
				name := fmt.Sprintf("s%d", left.Load())
				if _, err := s.CreateScript(t.Context(), store.Script{ID: store.NewID(), Name: name}); err != nil {
					t.Error(err)
				}
			}}
		})
		left.Store(races)
		rec := f.send("POST", "/import", `{"format":1,"scripts":[{"name":"s0","source":"mine"},{"name":"new","source":"y"}]}`)
		if rec.Code != status {
			t.Errorf("after %d races: %d %s", races, rec.Code, rec.Body)
		}
		if status == 200 && !strings.Contains(rec.Body.String(), `"action":"update","kind":"script","name":"s0"`) {
			t.Errorf("after %d races, the plan is not a new one: %s", races, rec.Body)
		}
	}
}

func TestImport_OfAnExportIntoAnEmptyStoreExportsTheSame(t *testing.T) {
	t.Parallel()
	for seed := range uint64(15) {
		rnd := rand.New(rand.NewPCG(seed, 1))
		from, to := newFixture(t, nil), newFixture(t, nil)
		hosts := []string{"", "*", "example.com", "*.Example.org", "192.0.2.1"}
		methods := []string{"", "GET", "post", "ANY"}
		segments := []string{"a", "B", ":x", ":y", "é", "%20"}
		for i := range rnd.IntN(6) {
			name := fmt.Sprintf("%c-%d", 'A'+rnd.IntN(50)%26, i)
			input, err := json.Marshal(map[string]any{
				"name": name, "description": strings.Repeat("<é\u2028>", rnd.IntN(3)), "source": fmt.Sprintf("// %d\n\"\\\t\u0001", rnd.IntN(9)),
				"enabled": rnd.IntN(2) == 0, "timeout_ms": rnd.IntN(3), "max_concurrency": rnd.IntN(3),
			})
			if err != nil {
				t.Fatal(err)
			}
			from.vars["s"] = from.must("POST", "/scripts", string(input))["id"].(string)
			for range rnd.IntN(5) {
				path := ""
				for range 1 + rnd.IntN(3) {
					path += "/" + segments[rnd.IntN(len(segments))]
				}
				if rnd.IntN(3) == 0 {
					path += "/*"
				}
				route, err := json.Marshal(map[string]any{"host": hosts[rnd.IntN(len(hosts))], "method": methods[rnd.IntN(len(methods))], "path": path})
				if err != nil {
					t.Fatal(err)
				}
				from.send("POST", "/scripts/{s}/routes", string(route)) // those that are refused are not there
			}
		}
		want := from.exported()
		to.imports("", want)
		if got := to.exported(); got != want {
			t.Errorf("seed %d:\n%s\nbecame\n%s", seed, want, got)
		}
		wantChanges(t, "importing again", to.imports("?prune=true", want))
		wantChanges(t, "importing where it is from", from.imports("?prune=true", want))
	}
}
