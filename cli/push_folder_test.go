package cli

import (
	"encoding/json"
	"fmt"
	"net/http"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"testing/iotest"
	"time"
)

const (
	mainSource = "package main\n"
	testSource = "package main_test\n"
)

func TestFolder_Bundle(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name  string
		files map[string]string
		want  string
	}{
		{
			"every file of package main is a script",
			map[string]string{
				"b.go": mainSource, "a.go": "package main // a\n", "a_test.go": mainSource, "lib.go": "package lib\n", "_c.go": mainSource,
				".d.go": mainSource, "readme.md": "x", "broken.go": "no package",
			},
			`{"format":1,"scripts":[{"name":"a","source":"package main // a\n"},{"name":"b","source":"package main\n"},{"name":"broken","source":"no package"}]}`,
		},
		{
			"a folder with one file is one too",
			map[string]string{
				"greet/handle.go": mainSource, "greet/handle_test.go": testSource, "testdata/x.go": mainSource, "vendor/x.go": mainSource,
				"lib/lib.go": "package lib\n", "docs/index.md": "x", ".git/x.go": mainSource,
			},
			`{"format":1,"scripts":[{"name":"greet","source":"package main\n"}]}`,
		},
		{
			"the manifest adds what files do not say",
			map[string]string{
				"greet.go": mainSource, "other.go": mainSource, "deep/er/x.go": mainSource,
				manifestName: `{"scripts": [
					{"name": "greet", "description": "d", "enabled": false, "timeout_ms": 1, "max_operations": 2, "memory_limit_mb": 3, "max_concurrency": 4,
					 "routes": ["GET /greet/:name", "example.com/x", {"path": "/y", "method": "POST", "host": "*.a", "host_param_name": "h", "guard": "request.tls"}]},
					{"name": "odd name", "file": "deep/er/x.go", "routes": []}
				]}`,
			},
			`{"format":1,"scripts":[` +
				`{"name":"greet","description":"d","source":"package main\n","enabled":false,"timeout_ms":1,"max_operations":2,"memory_limit_mb":3,"max_concurrency":4,` +
				`"routes":[{"method":"GET","path":"/greet/:name"},{"host":"example.com","path":"/x"},{"host":"*.a","host_param_name":"h","method":"POST","path":"/y","guard":"request.tls"}]},` +
				`{"name":"odd name","source":"package main\n","routes":[]},` +
				`{"name":"other","source":"package main\n"}]}`,
		},
		{
			"a script that is named by its file alone is named after it",
			map[string]string{"x/y.go": mainSource, manifestName: `{"scripts": [{"file": "x/y.go"}]}`},
			`{"format":1,"scripts":[{"name":"y","source":"package main\n"}]}`,
		},
		{
			"several in one folder are scripts if the manifest names them all",
			map[string]string{
				"x/a.go": mainSource, "x/b.go": "package main // b\n", "x/lib.go": "package lib\n", "y/c.go": mainSource,
				manifestName: `{"scripts": [{"name": "a", "file": "x/a.go"}, {"name": "b", "file": "x/b.go"}]}`,
			},
			`{"format":1,"scripts":[{"name":"a","source":"package main\n"},{"name":"b","source":"package main // b\n"},{"name":"y","source":"package main\n"}]}`,
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			f, err := readFolder(files(t, test.files))
			if err != nil {
				t.Fatal(err)
			}
			got, err := json.Marshal(f.bundle())
			if err != nil {
				t.Fatal(err)
			}
			equal(t, "bundle", test.want, string(got))
		})
	}
}

func TestFolder_Refused(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name  string
		files map[string]string
		want  string
	}{
		{"no scripts", map[string]string{"a.txt": "x"}, "holds no scripts"},
		{"two with one name", map[string]string{"a.go": mainSource, "a/b.go": mainSource}, "would both be scripts named \"a\""},
		{"two in one folder", map[string]string{"x/a.go": mainSource, "x/b.go": mainSource}, `give each a folder of its own, or name all that are there in picloud.json, each with its "file"`},
		{"two in one folder of which one has a name", map[string]string{"x/a.go": mainSource, "x/b.go": mainSource, manifestName: `{"scripts": [{"name": "a", "file": "x/a.go"}]}`}, "give each a folder"},
		{"not JSON", map[string]string{"a.go": mainSource, manifestName: "{\n \"scripts\": [}"}, "picloud.json:2:14: invalid character"},
		{"a wrong type", map[string]string{"a.go": mainSource, manifestName: "{\n \"scripts\": [{\"name\": 1}]}"}, "picloud.json:2:"},
		{"an unknown field", map[string]string{"a.go": mainSource, manifestName: `{"scripts": [{"name": "a", "timeout": 1}]}`}, `unknown field "timeout"`},
		{"an unknown field of a route", map[string]string{"a.go": mainSource, manifestName: `{"scripts": [{"name": "a", "routes": [{"paht": "/"}]}]}`}, `unknown field "paht"`},
		{"a route that is none", map[string]string{"a.go": mainSource, manifestName: `{"scripts": [{"name": "a", "routes": ["a b c"]}]}`}, `"a b c" is no route`},
		{"more behind it", map[string]string{"a.go": mainSource, manifestName: `{} {}`}, "behind the object"},
		{"no name", map[string]string{"a.go": mainSource, manifestName: `{"scripts": [{}]}`}, "neither a name nor a file"},
		{"a name twice", map[string]string{"a.go": mainSource, manifestName: `{"scripts": [{"name": "a"}, {"name": "a"}]}`}, `two scripts named "a"`},
		{"no file", map[string]string{"a.go": mainSource, manifestName: `{"scripts": [{"name": "b"}]}`}, `no file for the script "b"`},
		{"a file that is not there", map[string]string{"a.go": mainSource, manifestName: `{"scripts": [{"name": "b", "file": "c.go"}]}`}, `reading the script "b"`},
		{"a file outside", map[string]string{"a.go": mainSource, manifestName: `{"scripts": [{"name": "b", "file": "../c.go"}]}`}, "is not in the folder"},
		{"a file that takes a name", map[string]string{"a.go": mainSource, "c.go": mainSource, manifestName: `{"scripts": [{"name": "a", "file": "c.go"}]}`}, `second script named "a"`},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			f := newFake(t)
			f.command(t, "scripts", "push", files(t, test.files)).want(t, ExitFailed, test.want)
			if len(f.sent("")) != 0 {
				t.Error("want nothing asked of the server")
			}
		})
	}
}

// importer is an API that imports with these changes.
func importer(t *testing.T, changes ...change) *fake {
	t.Helper()
	f := newFake(t)
	f.mux.HandleFunc("POST /import", func(w http.ResponseWriter, r *http.Request) {
		reply(w, http.StatusOK, plan{
			Applied:     r.URL.Query().Get("dry_run") != "true",
			Changes:     changes,
			Diagnostics: map[string][]diagnostic{},
		})
	})
	return f
}

func TestPush_Folder(t *testing.T) {
	t.Parallel()
	folder := files(t, map[string]string{"greet.go": mainSource, "more.go": mainSource})
	changes := []change{
		{Action: "create", Kind: "script", Name: "greet"},
		{Action: "create", Kind: "route", Name: "GET /greet/:name"},
		{Action: "update", Kind: "script", Name: "more", Fields: []string{"source", "timeout_ms"}},
		{Action: "unchanged", Kind: "script", Name: "same"},
	}
	shown := "+ create script greet\n+ create route GET /greet/:name\n~ update script more  (source, timeout_ms)\n= unchanged script same\n"

	t.Run("shows the plan and applies it", func(t *testing.T) {
		t.Parallel()
		f := importer(t, changes...)
		r := f.command(t, "scripts", "push", folder).want(t, 0)
		equal(t, "output", shown+"done: 1 script created, 1 script updated, 1 route created\n", r.out)
		sent := f.sent("POST")
		if len(sent) != 2 || sent[0].line != "POST /import?dry_run=true" || sent[1].line != "POST /import" || sent[0].body != sent[1].body {
			t.Errorf("want a dry run and the same for real, got %+v", sent)
		}
	})
	t.Run("asks a person", func(t *testing.T) {
		t.Parallel()
		f := importer(t, changes...)
		f.with(t, setting{interactive: true, in: strings.NewReader("\n")}, "scripts", "push", folder).want(t, ExitFailed, "Apply that? [y/N]", "nothing was changed")
		f.with(t, setting{interactive: true, in: strings.NewReader("yes\n")}, "scripts", "push", folder).want(t, 0, "done:")
		f.with(t, setting{interactive: true}, "scripts", "push", folder, "--yes").want(t, 0, "done:")
		if n := len(f.sent("POST /import")) - len(f.sent("POST /import?")); n != 2 {
			t.Errorf("want it applied twice, got %d", n)
		}
	})
	t.Run("only shows the plan of a dry run", func(t *testing.T) {
		t.Parallel()
		f := importer(t, changes...)
		equal(t, "output", shown, f.command(t, "scripts", "push", folder, "--dry-run").want(t, 0).out)
		if len(f.sent("POST")) != 1 {
			t.Error("want only the dry run")
		}
	})
	t.Run("changes nothing twice", func(t *testing.T) {
		t.Parallel()
		f := importer(t, change{Action: "unchanged", Kind: "script", Name: "greet"}, change{Action: "unchanged", Kind: "route", Name: "/greet"})
		equal(t, "output", "= unchanged script greet\nnothing to change\n", f.command(t, "scripts", "push", folder).want(t, 0).out)
		if len(f.sent("POST")) != 1 {
			t.Error("want only the dry run")
		}
	})
	t.Run("asks again when something else would change by then", func(t *testing.T) {
		t.Parallel()
		f := newFake(t)
		var looks atomic.Int64
		f.mux.HandleFunc("POST /import", func(w http.ResponseWriter, r *http.Request) {
			dry := r.URL.Query().Get("dry_run") == "true"
			changes := []change{
				{Action: "create", Kind: "script", Name: "greet", ID: fmt.Sprint(time.Now().UnixNano())},
				{Action: "delete", Kind: "script", Name: "old", ID: greetID},
			}
			if !dry || looks.Add(1) > 1 {
				changes = append(changes, change{Action: "delete", Kind: "script", Name: "new", ID: routeID})
			}
			reply(w, http.StatusOK, plan{Applied: !dry, Changes: changes, Diagnostics: map[string][]diagnostic{}})
		})
		person := iotest.OneByteReader(strings.NewReader("yes\nno\n"))
		f.with(t, setting{interactive: true, in: person}, "scripts", "push", folder, "--prune").
			want(t, ExitFailed, "the server has changed meanwhile", "- delete script new", "nothing was changed")
		if sent := f.sent("POST /import?prune=true"); len(sent) != 0 {
			t.Errorf("want nothing changed, got %+v", sent)
		}
		looks.Store(0)
		person = iotest.OneByteReader(strings.NewReader("yes\nyes\n"))
		f.with(t, setting{interactive: true, in: person}, "scripts", "push", folder, "--prune").want(t, 0, "- delete script new", "done: 1 script created, 2 scripts deleted")
		if n := looks.Load(); n != 3 {
			t.Errorf("want it looked at before each question and once more, got %d", n)
		}
	})
	t.Run("removes scripts only when that is said twice", func(t *testing.T) {
		t.Parallel()
		f := importer(t, change{Action: "delete", Kind: "script", Name: "old"})
		f.command(t, "scripts", "push", folder, "--prune").want(t, ExitUsage, "- delete script old", "--prune would remove 1 script", "--yes")
		f.command(t, "scripts", "push", folder, "--prune", "--yes").want(t, 0, "done: 1 script deleted")
		if sent := f.sent("POST /import?prune=true"); len(sent) != 1 {
			t.Errorf("want it pruned once, got %+v", sent)
		}
	})
	t.Run("prints JSON once", func(t *testing.T) {
		t.Parallel()
		f := importer(t, changes...)
		var got plan
		if err := json.Unmarshal([]byte(f.command(t, "scripts", "push", folder, "--json").want(t, 0).out), &got); err != nil || !got.Applied {
			t.Errorf("want one document that says that it is applied, got %+v, %v", got, err)
		}
		if err := json.Unmarshal([]byte(f.command(t, "scripts", "push", folder, "--json", "-n").want(t, 0).out), &got); err != nil || got.Applied {
			t.Errorf("want one document that says that it is not applied, got %+v, %v", got, err)
		}
	})
	t.Run("shows the place in the file when a script would not run", func(t *testing.T) {
		t.Parallel()
		f := newFake(t)
		f.on("POST /import", http.StatusOK, plan{
			Changes:     []change{{Action: "create", Kind: "script", Name: "greet"}},
			Diagnostics: map[string][]diagnostic{"greet": {{Line: 1, Column: 9, Severity: "error", Message: "no"}}},
		})
		f.command(t, "scripts", "push", folder).want(t, ExitRefused,
			filepath.Join(folder, "greet.go")+":1:9: no\n    1 | package main\n      |         ^\n", "nothing was changed")
		if len(f.sent("POST")) != 1 {
			t.Error("want only the dry run")
		}
	})
	t.Run("names the route that is refused", func(t *testing.T) {
		t.Parallel()
		folder := files(t, map[string]string{"greet.go": mainSource, "more.go": mainSource, manifestName: `{"scripts": [{"name": "more", "routes": ["/a", "GET /b"]}]}`})
		for field, want := range map[string]string{
			"scripts[1].routes[1].path": "  where: the route GET /b of the script \"more\"\n",
			"scripts[1].timeout_ms":     "  where: the script \"more\"\n",
			"scripts[7].routes[1]":      "",
			"scripts[1].routes[9]":      "  where: the script \"more\"\n",
			"format":                    "",
		} {
			f := newFake(t)
			f.on("POST /import", http.StatusUnprocessableEntity, object{"status": 422, "code": "x", "detail": "no", "field": field})
			equal(t, field, "error: no\n"+want, f.command(t, "scripts", "push", folder).want(t, ExitRefused).err)
		}
	})
	t.Run("shows the places when a script does not run any more", func(t *testing.T) {
		t.Parallel()
		f := newFake(t)
		f.mux.HandleFunc("POST /import", func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Query().Get("dry_run") == "true" {
				reply(w, http.StatusOK, plan{Changes: changes})
				return
			}
			reply(w, http.StatusUnprocessableEntity, object{
				"status": 422, "code": "invalid_script", "detail": "the script \"greet\" would not run: line 1, column 1: no", "field": "scripts[0].source",
				"script_diagnostics": map[string][]diagnostic{"greet": {{Line: 1, Column: 1, Severity: "error", Message: "no"}}},
			})
		})
		f.command(t, "scripts", "push", folder).want(t, ExitRefused, filepath.Join(folder, "greet.go")+":1:1: no\n    1 | package main\n", "would not run")
	})
	t.Run("takes no options of files", func(t *testing.T) {
		t.Parallel()
		f := importer(t)
		f.command(t, "scripts", "push", folder, "--name", "x").want(t, ExitUsage)
		f.command(t, "scripts", "push", filepath.Join(folder, "greet.go"), "--prune").want(t, ExitUsage)
		f.command(t, "scripts", "push", filepath.Join(folder, "none")).want(t, ExitFailed, "no such file")
	})
}

func FuzzManifestRoute(f *testing.F) {
	f.Add("GET example.com/greet/:name")
	f.Add("/x")
	f.Fuzz(func(t *testing.T, text string) {
		r, err := parseRoute(text)
		if err != nil {
			return
		}
		if !strings.HasPrefix(r.Path, "/") || strings.ContainsAny(r.Path+r.Host+r.Method, " \n\t") {
			t.Errorf("%q is read as %+v", text, r)
		}
		// What is shown of a route can be typed again.
		again, err := parseRoute(route{Method: r.Method, Host: r.Host, Path: r.Path}.String())
		if err == nil && r.Host == "*" {
			r.Host = ""
		}
		if err != nil || again != r {
			t.Errorf("%q is read as %+v, and what is shown of that as %+v, %v", text, r, again, err)
		}
	})
}
