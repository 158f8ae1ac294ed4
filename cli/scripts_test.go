package cli

import (
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestScripts_ListShowsATable(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	f.mux.HandleFunc("GET /scripts", func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Query().Get("cursor") == "" {
			reply(w, http.StatusOK, object{"items": []any{greet()}, "next_cursor": "more"})
			return
		}
		other := greet()
		other["name"], other["enabled"], other["description"], other["timeout_ms"] = "\x1b[2Jhostile", false, "", 0
		other["updated_at"] = "2026-11-22T08:00:00Z"
		reply(w, http.StatusOK, page(other))
	})
	r := f.command(t, "scripts", "list").want(t, 0)
	equal(t, "table", ""+
		"NAME            VERSION  STATE     LIMITS  UPDATED           DESCRIPTION\n"+
		"greet           2        enabled   500 ms  09:00:00          says hello\n"+
		`\x1b[2Jhostile  2        disabled  -       2026-11-22 09:00  -`+"\n", r.out)

	r = f.command(t, "scripts", "list", "--json").want(t, 0)
	var got struct{ Items []script }
	if err := json.Unmarshal([]byte(r.out), &got); err != nil || len(got.Items) != 2 {
		t.Errorf("want two scripts as JSON, got %v in %s", err, r.out)
	}
}

func TestScripts_GetPrintsTheSource(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	f.on("GET /scripts", http.StatusOK, page(greet()))
	f.on("GET /scripts/"+greetID, http.StatusOK, greet())
	f.on("GET /scripts/"+greetID+"/versions/1", http.StatusOK, object{"version": 1, "source": "package main // old\n"})

	equal(t, "source", "package main // one\n", f.command(t, "scripts", "get", "greet").want(t, 0).out)
	equal(t, "source by id", "package main // one\n", f.command(t, "scripts", "get", greetID).want(t, 0).out)
	equal(t, "old source", "package main // old\n", f.command(t, "scripts", "get", "greet", "--version", "1").want(t, 0).out)
	f.command(t, "scripts", "get", "gre").want(t, ExitRefused, `no script "gre"`)

	file := filepath.Join(t.TempDir(), "greet.go")
	f.command(t, "scripts", "get", "greet", "-o", file).want(t, 0)
	f.command(t, "scripts", "get", "greet", "-o", file, "--json").want(t, ExitUsage, "leave out it or -o")
	content, err := os.ReadFile(file)
	if err != nil || string(content) != "package main // one\n" {
		t.Errorf("want the source in the file, got %q, %v", content, err)
	}
}

func TestScripts_Rollback(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	f.on("GET /scripts", http.StatusOK, page(greet()))
	f.on("GET /scripts/"+greetID, http.StatusOK, greet(), "ETag", `"7"`)
	f.on("GET /scripts/"+greetID+"/versions", http.StatusOK, page(object{"version": 3}, object{"version": 2, "live": true}, object{"version": 1}))
	f.on("POST /scripts/"+greetID+"/versions/1/activate", http.StatusOK, greet())
	f.on("POST /scripts/"+greetID+"/versions/3/activate", http.StatusPreconditionFailed, object{"status": 412, "code": "stale", "detail": "it was changed"})

	t.Run("goes to the version before", func(t *testing.T) {
		f.command(t, "scripts", "rollback", "greet").want(t, 0, "greet: version 1 is live; it was version 2")
		if sent := f.sent("POST"); len(sent) != 1 || sent[0].header.Get("If-Match") != `"7"` {
			t.Errorf("want one request with If-Match, got %+v", sent)
		}
	})
	t.Run("does nothing when the version is live", func(t *testing.T) {
		f.command(t, "scripts", "rollback", "greet", "2").want(t, 0, "live already")
	})
	t.Run("tells when somebody was faster", func(t *testing.T) {
		f.command(t, "scripts", "rollback", "greet", "3").want(t, ExitConflict, "it was changed")
	})
	t.Run("takes numbers only", func(t *testing.T) {
		f.command(t, "scripts", "rollback", "greet", "v1").want(t, ExitUsage, "usage: caddy picloud scripts rollback NAME [VERSION]")
	})
}

func TestScripts_Remove(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	f.on("GET /scripts", http.StatusOK, page(greet()))
	f.on("DELETE /scripts/"+greetID, http.StatusNoContent, "")
	f.with(t, setting{interactive: true, in: strings.NewReader("n\n")}, "scripts", "rm", "greet").want(t, ExitFailed, "nothing was changed")
	if sent := f.sent("DELETE"); len(sent) != 0 {
		t.Errorf("want nothing deleted, got %+v", sent)
	}
	f.with(t, setting{interactive: true, in: strings.NewReader("y\n")}, "scripts", "rm", "greet").want(t, 0, "removed greet")
	f.command(t, "scripts", "rm", "greet", "other").want(t, ExitRefused, "removed greet", `no script "other"`)
}

func TestScripts_CheckShowsWhereItIsWrong(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	f.on("POST /scripts:check", http.StatusOK, object{"ok": false, "diagnostics": []diagnostic{
		{Line: 1, Column: 9, EndLine: 1, EndColumn: 13, Severity: "error", Message: "expected main"},
	}})
	file := filepath.Join(files(t, map[string]string{"x.go": "package mine\n"}), "x.go")
	r := f.command(t, "scripts", "check", file).want(t, ExitRefused)
	equal(t, "diagnostics", file+":1:9: expected main\n    1 | package mine\n      |         ^~~~\n", r.err)
	f.command(t, "scripts", "check", file+"x").want(t, ExitFailed, "no such file")
}

func TestPush_File(t *testing.T) {
	t.Parallel()
	source := "package main // two\n"
	folder := files(t, map[string]string{"greet.go": source, "same.go": "package main // one\n"})

	t.Run("creates a script named after the file", func(t *testing.T) {
		f := newFake(t)
		f.on("GET /scripts", http.StatusOK, page())
		created := greet()
		created["version"] = 1
		f.on("POST /scripts", http.StatusCreated, created)
		f.on("GET /scripts/"+greetID+"/routes", http.StatusOK, page())
		f.command(t, "scripts", "push", filepath.Join(folder, "greet.go")).want(t, 0, "+ created greet: version 1 is live", "routes add greet")
		equal(t, "body", `{"name":"greet","source":"package main // two\n"}`, f.sent("POST")[0].body)
	})

	f := newFake(t)
	f.on("GET /scripts", http.StatusOK, page(greet()))
	f.on("GET /scripts/"+greetID, http.StatusOK, greet(), "ETag", `"7"`)
	f.mux.HandleFunc("PUT /scripts/"+greetID, func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("If-Match") != `"7"` {
			t.Errorf("want If-Match, got %v", r.Header)
		}
		after := greet()
		after["version"] = 3
		reply(w, http.StatusOK, after)
	})
	t.Run("keeps what it does not name", func(t *testing.T) {
		f.command(t, "scripts", "push", filepath.Join(folder, "greet.go")).want(t, 0, "~ updated greet: version 3 is live")
		want := greet()
		want["source"] = source
		content, err := json.Marshal(want)
		if err != nil {
			t.Fatal(err)
		}
		equal(t, "body", string(content), f.sent("PUT")[0].body)
	})
	t.Run("takes the source from standard input", func(t *testing.T) {
		f.with(t, setting{in: strings.NewReader(source)}, "scripts", "push", "-", "--name", "greet").want(t, 0, "version 3")
		f.command(t, "scripts", "push", "-").want(t, ExitUsage, "--name")
	})
	t.Run("changes nothing twice", func(t *testing.T) {
		before := len(f.sent("PUT"))
		f.command(t, "scripts", "push", filepath.Join(folder, "same.go"), "--name", "greet").want(t, 0, "= unchanged greet (version 2)")
		if len(f.sent("PUT")) != before {
			t.Error("want no request that changes anything")
		}
	})
	t.Run("shows the place when it is refused", func(t *testing.T) {
		f := newFake(t)
		f.on("GET /scripts", http.StatusOK, page())
		f.on("POST /scripts", http.StatusUnprocessableEntity, object{
			"status": 422, "code": "invalid_script", "detail": "the source would not run: line 1, column 9: no",
			"diagnostics": []diagnostic{{Line: 1, Column: 9, Severity: "error", Message: "no"}},
		})
		file := filepath.Join(folder, "greet.go")
		r := f.command(t, "scripts", "push", file).want(t, ExitRefused)
		equal(t, "diagnostics", file+":1:9: no\n    1 | package main // two\n      |         ^\nerror: the source would not run\n", r.err)
	})
	t.Run("a dry run checks and does not save", func(t *testing.T) {
		f.on("POST /scripts:check", http.StatusOK, object{"ok": true, "diagnostics": []any{}})
		before := len(f.sent("PUT"))
		f.command(t, "scripts", "push", "-n", filepath.Join(folder, "greet.go")).want(t, 0, "~ update script greet  (source)")
		if len(f.sent("PUT")) != before {
			t.Error("want no request that changes anything")
		}
	})
}
