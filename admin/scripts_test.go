package admin

import (
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
)

func oneScript(f *fixture) { f.script("greet") }

func TestScripts_Create(t *testing.T) {
	t.Parallel()
	run(t, []scenario{
		{
			name: "name and source are enough", method: "POST", path: "/scripts",
			body:   `{"name":"greet","source":"package main"}`,
			status: 201, changes: 1,
			headers: map[string]string{"ETag": `"1"`},
			contains: []string{
				`"name":"greet"`, `"description":""`, `"source":"package main"`, `"version":1`, `"enabled":true`,
				`"timeout_ms":0`, `"max_operations":0`, `"memory_limit_mb":0`, `"max_concurrency":0`, `Z"`,
			},
			after: func(f *fixture, rec *httptest.ResponseRecorder) {
				o := object(f.t, rec.Body.String())
				id := o["id"].(string)
				if want := BasePath + "/scripts/" + id; rec.Header().Get("Location") != want {
					f.t.Errorf("Location: %q, want %q", rec.Header().Get("Location"), want)
				}
				var names []string
				for name := range o {
					names = append(names, name)
				}
				slices.Sort(names)
				want := []string{"created_at", "description", "enabled", "id", "max_concurrency", "max_operations", "memory_limit_mb", "name", "source", "timeout_ms", "updated_at", "version"}
				if !slices.Equal(names, want) {
					f.t.Errorf("a script has %v, want %v", names, want)
				}
				f.must("GET", rec.Header().Get("Location"), "")
			},
		},
		{
			name: "every field is kept", method: "POST", path: "/scripts",
			body: `{"name":"A.b-c_d 1","description":"says hello","source":"s","enabled":false,` +
				`"timeout_ms":300000,"max_operations":1000000000000,"memory_limit_mb":1024,"max_concurrency":64}`,
			status: 201, changes: 1,
			contains: []string{`"name":"A.b-c_d 1"`, `"description":"says hello"`, `"enabled":false`, `"timeout_ms":300000`,
				`"max_operations":1000000000000`, `"memory_limit_mb":1024`, `"max_concurrency":64`},
		},
		{
			name: "what was read can be sent back", method: "POST", path: "/scripts",
			body: `{"id":"{unknown}","name":"greet","description":null,"source":"s","version":7,"enabled":null,"created_at":"2026-01-01T00:00:00Z",` +
				`"updated_at":"2026-01-01T00:00:00Z"}`,
			status: 201, changes: 1,
			contains: []string{`"version":1`, `"enabled":true`},
			excludes: []string{"{unknown}"},
		},
		{
			name: "text that no store can keep is refused", method: "POST", path: "/scripts",
			body:   `{"name":"greet","description":"a\u0000b","source":"s"}`,
			status: 422, code: "validation",
			contains: []string{"NUL"},
		},
		{
			name: "a warning does not keep a script from being saved", method: "POST", path: "/scripts",
			body: `{"name":"greet","source":"WARN"}`, status: 201, changes: 1,
		},
		{
			name: "a script that does not compile is refused with diagnostics", method: "POST", path: "/scripts",
			body: `{"name":"greet","source":"BAD"}`, status: 422, code: "invalid_script",
			contains: []string{
				`"diagnostics":[`, `{"line":3,"column":7,"end_line":3,"end_column":10,"severity":"error","code":"type","message":"undefined: BAD"}`,
				"line 3, column 7: undefined: BAD",
			},
		},
		{
			name: "a taken name", setup: oneScript, method: "POST", path: "/scripts",
			body: `{"name":"greet","source":"s"}`, status: 409, code: "name_taken", contains: []string{`\"greet\"`, `"field":"name"`},
		},
		{
			name: "an unknown field", method: "POST", path: "/scripts",
			body: `{"name":"greet","source":"s3cret","bogus":1}`, status: 422, code: "validation",
			contains: []string{`"location":"body.bogus"`}, excludes: []string{"s3cret"},
		},
		{
			name: "a field in another case is an unknown field", method: "POST", path: "/scripts",
			body: `{"Name":"greet","source":"s"}`, status: 422, code: "validation", contains: []string{`\"Name\"`, `write \"name\"`},
		},
		{
			name: "a field that is there twice", method: "POST", path: "/scripts",
			body: `{"name":"a","source":"s","name":"b"}`, status: 400, code: "malformed_json", contains: []string{"twice", "line 1, column 31"},
		},
		{
			name: "a missing field", method: "POST", path: "/scripts",
			body: `{"name":"greet"}`, status: 422, code: "validation", contains: []string{"source"},
		},
		{
			name: "a field of the wrong type", method: "POST", path: "/scripts",
			body: `{"name":"greet","source":"s","timeout_ms":"5000"}`, status: 422, code: "validation",
			contains: []string{`"location":"body.timeout_ms"`, "integer"},
		},
		{
			name: "a number with an exponent", method: "POST", path: "/scripts",
			body: `{"name":"greet","source":"s","timeout_ms":1e3}`, status: 422, code: "validation", contains: []string{"timeout_ms", "plain digits"},
		},
		{
			name: "null for a required field", method: "POST", path: "/scripts",
			body: `{"name":null,"source":"s"}`, status: 422, code: "validation", contains: []string{`"location":"body.name"`},
		},
		{
			name: "an array for an object", method: "POST", path: "/scripts",
			body: `[]`, status: 422, code: "validation", contains: []string{"expected object"},
		},
		{
			name: "malformed JSON", method: "POST", path: "/scripts",
			body: "{\n  \"name\": greet\n}", status: 400, code: "malformed_json", contains: []string{"line 2, column 11 (byte 12)"},
		},
		{
			name: "JSON that ends too early", method: "POST", path: "/scripts",
			body: `{"name":"greet"`, status: 400, code: "malformed_json", contains: []string{"line 1, column 16 (byte 15)"},
		},
		{
			name: "more behind the JSON", method: "POST", path: "/scripts",
			body: `{"name":"greet","source":"s"} {}`, status: 400, code: "malformed_json", contains: []string{"column 31"},
		},
		{
			name: "text that is not UTF-8", method: "POST", path: "/scripts",
			body: "{\"name\":\"greet\",\"source\":\"\xff\"}", status: 400, code: "malformed_json", contains: []string{"UTF-8"},
		},
		{
			name: "no body", method: "POST", path: "/scripts", status: 400, code: "missing_body",
		},
		{
			name: "another content type", method: "POST", path: "/scripts", header: []string{"Content-Type", "text/plain"},
			body: `{"name":"greet","source":"s"}`, status: 415, code: "unsupported_media_type", contains: []string{"text/plain", "application/json"},
		},
		{
			name: "a content type that only ends in json", method: "POST", path: "/scripts", header: []string{"Content-Type", "application/merge-patch+json"},
			body: `{"name":"greet","source":"s"}`, status: 415, code: "unsupported_media_type",
		},
		{
			name: "a content type with a charset", method: "POST", path: "/scripts", header: []string{"Content-Type", "application/json; charset=utf-8"},
			body: `{"name":"greet","source":"s"}`, status: 201, changes: 1,
		},
		{
			name: "no content type", method: "POST", path: "/scripts", header: []string{"Content-Type", ""},
			body: `{"name":"greet","source":"s"}`, status: 201, changes: 1,
		},
		{
			name: "an Accept header is no reason to answer anything but JSON", method: "POST", path: "/scripts", header: []string{"Accept", "json, text/html"},
			body: `{"name":"greet","source":"s"}`, status: 201, changes: 1,
		},
		{
			name: "a source of 1 MiB, all of it escaped", method: "POST", path: "/scripts",
			body: `{"name":"greet","source":"` + strings.Repeat(`\u0061`, 1<<20) + `"}`, status: 201, changes: 1,
		},
		{
			name: "a source over 1 MiB", method: "POST", path: "/scripts",
			body: `{"name":"greet","source":"` + strings.Repeat("a", 1<<20+1) + `"}`, status: 413, code: "body_too_large",
			contains: []string{"1048577", "1048576"},
		},
		{
			name: "a body over every limit", method: "POST", path: "/scripts",
			body: `{"name":"greet","source":"` + strings.Repeat("a", 7<<20) + `"}`, status: 413, code: "body_too_large",
			contains: []string{"6356992"},
		},
		{
			name: "a checker that is not there", method: "POST", path: "/scripts",
			body: `{"name":"greet","source":"DOWN"}`, status: 503, code: "unavailable", headers: map[string]string{"Retry-After": "2"},
		},
	})
}

func TestScripts_BoundsAreChecked(t *testing.T) {
	t.Parallel()
	f := newFixture(t, nil)
	for field, values := range map[string][]string{
		"name":            {`""`, `" a"`, `"-a"`, `"a/b"`, `"ü"`, `"a\n"`, `"` + strings.Repeat("a", 101) + `"`},
		"description":     {`"` + strings.Repeat("a", 1001) + `"`, `1`},
		"timeout_ms":      {`-1`, `300001`, `1.5`, `true`},
		"max_operations":  {`-1`, `1000000000001`},
		"memory_limit_mb": {`-1`, `1025`},
		"max_concurrency": {`-1`, `257`},
		"enabled":         {`1`, `"true"`},
		"source":          {`1`},
	} {
		for _, value := range values {
			body := map[string]string{"name": `"greet"`, "source": `"s"`}
			body[field] = value
			var fields []string
			for name, v := range body {
				fields = append(fields, `"`+name+`":`+v)
			}
			text := "{" + strings.Join(fields, ",") + "}"
			rec := f.send("POST", "/scripts", text)
			if rec.Code != http.StatusUnprocessableEntity || !strings.Contains(rec.Body.String(), `"location":"body.`+field+`"`) {
				t.Errorf("%s: %d %s", text, rec.Code, rec.Body)
			}
		}
	}
	if n := f.changes.Load(); n != 0 {
		t.Errorf("Changed was called %d times", n)
	}
}

func TestScripts_Read(t *testing.T) {
	t.Parallel()
	run(t, []scenario{
		{
			name: "a script", setup: oneScript, path: "/scripts/{greet}", status: 200,
			headers: map[string]string{"ETag": `"1"`}, contains: []string{`"id":"{greet}"`, `"source":"package main // greet"`},
		},
		{name: "by HEAD", setup: oneScript, method: "HEAD", path: "/scripts/{greet}", status: 200, headers: map[string]string{"ETag": `"1"`}},
		{name: "an unknown script", path: "/scripts/{unknown}", status: 404, code: "not_found", contains: []string{"{unknown}"}},
		{name: "a bad id", path: "/scripts/greet", status: 422, code: "bad_id", contains: []string{`"location":"path.id"`, `\"greet\"`}},
		{name: "an empty list", path: "/scripts", status: 200, contains: []string{`{"items":[]}`}},
		{
			name: "lists have no sources", setup: oneScript, path: "/scripts", status: 200,
			contains: []string{`"name":"greet"`}, excludes: []string{`"source"`, "next_cursor"},
		},
		{
			name:  "a query finds names and descriptions",
			setup: func(f *fixture) { f.script("greet"); f.script("other") },
			path:  "/scripts?q=GRE", status: 200, contains: []string{`"greet"`}, excludes: []string{`"other"`},
		},
		{name: "a limit of 0", path: "/scripts?limit=0", status: 422, code: "validation", contains: []string{`"location":"query.limit"`}},
		{name: "a limit over 200", path: "/scripts?limit=201", status: 422, code: "validation"},
		{name: "a limit that is no number", path: "/scripts?limit=many", status: 422, code: "validation"},
		{name: "an unknown parameter", path: "/scripts?limt=5", status: 422, code: "validation", contains: []string{"query.limt"}},
		{name: "a malformed query", path: "/scripts?q=%zz", status: 400, code: "bad_query"},
		{name: "a bad cursor", path: "/scripts?cursor=bogus", status: 422, code: "bad_cursor", contains: []string{`"location":"query.cursor"`}},
		{
			name: "the cursor of another list", path: "/scripts?cursor=" + cursor{List: listLogs, Name: "a"}.String(), status: 422, code: "bad_cursor",
		},
	})
}

func TestScripts_PagesHoldEachScriptOnce(t *testing.T) {
	t.Parallel()
	f := newFixture(t, nil)
	want := []string{"a", "b", "c", "d", "e"}
	for _, name := range want {
		f.script(name)
	}
	for limit := 1; limit <= 6; limit++ {
		var got []string
		pages := readPages(f, "/scripts?limit="+string(rune('0'+limit)), func(item map[string]any) {
			got = append(got, item["name"].(string))
		})
		if !slices.Equal(got, want) || pages != (len(want)+limit-1)/limit {
			t.Errorf("limit %d: %v in %d pages", limit, got, pages)
		}
	}
}

// readPages follows the cursors of a list and returns the number of pages.
func readPages(f *fixture, path string, yield func(item map[string]any)) int {
	f.t.Helper()
	next := path
	for pages := 1; ; pages++ {
		o := f.must("GET", next, "")
		for _, item := range o["items"].([]any) {
			yield(item.(map[string]any))
		}
		following, ok := o["next_cursor"].(string)
		if !ok {
			return pages
		}
		if pages > 1000 {
			f.t.Fatal("the list does not end")
		}
		next = path + "&cursor=" + following
	}
}

func TestScripts_Replace(t *testing.T) {
	t.Parallel()
	disabled := func(f *fixture) {
		f.script("greet")
		f.must("PUT", "/scripts/{greet}", `{"name":"greet","source":"s","enabled":false,"timeout_ms":7,"description":"d"}`)
	}
	run(t, []scenario{
		{
			name: "what is left out gets its default", setup: disabled, method: "PUT", path: "/scripts/{greet}",
			body: `{"name":"hello","source":"s"}`, status: 200, changes: 1,
			headers:  map[string]string{"ETag": `"3"`},
			contains: []string{`"id":"{greet}"`, `"name":"hello"`, `"description":""`, `"enabled":true`, `"timeout_ms":0`, `"version":2`},
		},
		{
			name: "the same source is no new version and is not checked", setup: oneScript, method: "PUT", path: "/scripts/{greet}",
			body: `{"name":"greet","source":"package main // greet","enabled":false}`, status: 200, changes: 1, contains: []string{`"version":1`, `"enabled":false`},
			after: func(f *fixture, _ *httptest.ResponseRecorder) {
				if n := f.checker.calls.Load(); n != 1 {
					f.t.Errorf("the checker was called %d times, want 1", n)
				}
			},
		},
		{
			name: "a source that does not compile changes nothing", setup: oneScript, method: "PUT", path: "/scripts/{greet}",
			body: `{"name":"hello","source":"BAD"}`, status: 422, code: "invalid_script",
			after: func(f *fixture, _ *httptest.ResponseRecorder) {
				if o := f.must("GET", "/scripts/{greet}", ""); o["name"] != "greet" || o["version"] != 1.0 {
					f.t.Errorf("the script is %v", o)
				}
			},
		},
		{
			name: "with the current revision", setup: oneScript, method: "PUT", path: "/scripts/{greet}", header: []string{"If-Match", `"1"`},
			body: `{"name":"greet","source":"t"}`, status: 200, changes: 1, headers: map[string]string{"ETag": `"2"`},
		},
		{
			name: "with several revisions, the current among them", setup: oneScript, method: "PUT", path: "/scripts/{greet}", header: []string{"If-Match", `"7", "1"`},
			body: `{"name":"greet","source":"t"}`, status: 200, changes: 1,
		},
		{
			name: "with any revision", setup: oneScript, method: "PUT", path: "/scripts/{greet}", header: []string{"If-Match", `*`},
			body: `{"name":"greet","source":"t"}`, status: 200, changes: 1,
		},
		{
			name: "with an old revision", setup: disabled, method: "PUT", path: "/scripts/{greet}", header: []string{"If-Match", `"1"`},
			body: `{"name":"greet","source":"t"}`, status: 412, code: "stale",
			headers: map[string]string{"ETag": `"2"`}, contains: []string{"revision 2", `"current_revision":2`},
		},
		{
			name: "with a weak tag", setup: oneScript, method: "PUT", path: "/scripts/{greet}", header: []string{"If-Match", `W/"1"`},
			body: `{"name":"greet","source":"t"}`, status: 422, code: "bad_etag", contains: []string{"weak", `"location":"header.If-Match"`},
		},
		{
			name: "with a tag without quotes", setup: oneScript, method: "PUT", path: "/scripts/{greet}", header: []string{"If-Match", `1`},
			body: `{"name":"greet","source":"t"}`, status: 422, code: "bad_etag", contains: []string{"quotes"},
		},
		{
			name: "with another id in the body", setup: oneScript, method: "PUT", path: "/scripts/{greet}",
			body: `{"id":"{unknown}","name":"greet","source":"t"}`, status: 422, code: "bad_id", contains: []string{`"location":"body.id"`},
		},
		{
			name: "what was read can be sent back", setup: oneScript, method: "PUT", path: "/scripts/{greet}",
			body: `{"id":"{greet}","name":"greet","source":"t","version":1,"created_at":"x","updated_at":"y"}`, status: 200, changes: 1,
		},
		{
			name:  "a taken name",
			setup: func(f *fixture) { f.script("greet"); f.script("other") }, method: "PUT", path: "/scripts/{greet}",
			body: `{"name":"other","source":"t"}`, status: 409, code: "name_taken",
		},
		{name: "an unknown script", method: "PUT", path: "/scripts/{unknown}", body: `{"name":"other","source":"t"}`, status: 404, code: "not_found"},
	})
}

func TestScripts_Delete(t *testing.T) {
	t.Parallel()
	gone := func(f *fixture, rec *httptest.ResponseRecorder) {
		if rec.Body.Len() > 0 {
			f.t.Errorf("a body: %s", rec.Body)
		}
		if rec := f.send("GET", "/scripts/{greet}", ""); rec.Code != http.StatusNotFound {
			f.t.Errorf("the script is still there: %d", rec.Code)
		}
	}
	run(t, []scenario{
		{name: "a script", setup: oneScript, method: "DELETE", path: "/scripts/{greet}", status: 204, changes: 1, after: gone},
		{
			name: "with its routes", method: "DELETE", path: "/scripts/{greet}", status: 204, changes: 1, after: gone,
			setup: func(f *fixture) { f.script("greet"); f.route("r", "greet", `{"path":"/x"}`) },
		},
		{
			name: "with the current revision", setup: oneScript, method: "DELETE", path: "/scripts/{greet}", header: []string{"If-Match", `"1"`},
			status: 204, changes: 1, after: gone,
		},
		{
			name: "with an old revision", setup: oneScript, method: "DELETE", path: "/scripts/{greet}", header: []string{"If-Match", `"9"`},
			status: 412, code: "stale",
		},
		{name: "an unknown script", method: "DELETE", path: "/scripts/{unknown}", status: 404, code: "not_found"},
		{name: "a bad id", method: "DELETE", path: "/scripts/1", status: 422, code: "bad_id"},
	})
}

func TestScripts_Check(t *testing.T) {
	t.Parallel()
	run(t, []scenario{
		{name: "a good source", method: "POST", path: "/scripts:check", body: `{"source":"s"}`, status: 200, contains: []string{`{"ok":true,"diagnostics":[]}`}},
		{name: "a source with a warning", method: "POST", path: "/scripts:check", body: `{"source":"WARN"}`, status: 200, contains: []string{`"ok":true`, `"severity":"warning"`}},
		{name: "a bad source", method: "POST", path: "/scripts:check", body: `{"source":"BAD"}`, status: 200, contains: []string{`"ok":false`, `"line":3`}},
		{
			name: "a source over 1 MiB", method: "POST", path: "/scripts:check",
			body: `{"source":"` + strings.Repeat("a", 1<<20+1) + `"}`, status: 413, code: "body_too_large",
		},
	})
}

func TestScripts_Format(t *testing.T) {
	t.Parallel()
	run(t, []scenario{
		{
			name: "a source", method: "POST", path: "/scripts:format", body: `{"source":"package main\nfunc  f( ) {\nx:=1 // <b>\n}"}`, status: 200,
			contains: []string{`{"source":"package main\n\nfunc f() {\n\tx := 1 // <b>\n}\n"}`},
		},
		{
			name: "a syntax error", method: "POST", path: "/scripts:format", body: `{"source":"package main\nfunc f() { x = \"ü😀\" y }"}`, status: 422, code: "invalid_script",
			contains: []string{`{"line":2,"column":22,"severity":"error","code":"syntax"`},
		},
		{
			name: "a part of a file", method: "POST", path: "/scripts:format", body: `{"source":"x := 1"}`, status: 422, code: "invalid_script",
			contains: []string{`"line":1,"column":1`, "package"},
		},
		{
			name: "a line comment moves no position", method: "POST", path: "/scripts:format", body: `{"source":"package main\n//line x.go:900\nfunc ("}`, status: 422,
			contains: []string{`"line":3`}, excludes: []string{"900"},
		},
	})
}
