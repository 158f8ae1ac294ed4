package cli

import (
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

const exported = `{"format":1,"scripts":[{"id":"` + greetID + `","name":"greet","source":"package main\n","routes":[{"path":"/x"}],"later":1}]}`

func TestExport(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	f.on("GET /export", http.StatusOK, exported)
	same := func(t *testing.T, text string) {
		t.Helper()
		var want, got any
		if err := json.Unmarshal([]byte(exported), &want); err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal([]byte(text), &got); err != nil || !reflect.DeepEqual(want, got) {
			t.Errorf("want %s, got %s, %v", exported, text, err)
		}
	}
	same(t, f.command(t, "export").want(t, 0).out)
	file := filepath.Join(t.TempDir(), "all.json")
	for range 2 {
		f.command(t, "export", file).want(t, 0, "wrote 1 script to "+file)
	}
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	same(t, string(content))
	if entries, err := os.ReadDir(filepath.Dir(file)); err != nil || len(entries) != 1 {
		t.Errorf("want nothing left beside the file, got %v, %v", entries, err)
	}
	f.command(t, "export", filepath.Join(file, "x")).want(t, ExitFailed, "writing the export")

	beside := files(t, map[string]string{"all.json.new": "mine"})
	f.command(t, "export", filepath.Join(beside, "all.json")).want(t, 0)
	if content, err := os.ReadFile(filepath.Join(beside, "all.json.new")); err != nil || string(content) != "mine" {
		t.Errorf("want another file left alone, got %q, %v", content, err)
	}
}

func TestImport(t *testing.T) {
	t.Parallel()
	file := filepath.Join(files(t, map[string]string{"all.json": exported}), "all.json")
	t.Run("sends what was exported, all of it", func(t *testing.T) {
		t.Parallel()
		f := importer(t, change{Action: "create", Kind: "script", Name: "greet"})
		f.command(t, "import", file, "--dry-run").want(t, 0, "+ create script greet")
		f.command(t, "import", file).want(t, 0, "done: 1 script created")
		sent := f.sent("POST")
		if len(sent) != 3 {
			t.Fatalf("want three requests, got %+v", sent)
		}
		equal(t, "body", exported, sent[2].body)
	})
	t.Run("reads standard input", func(t *testing.T) {
		t.Parallel()
		f := importer(t, change{Action: "unchanged", Kind: "script", Name: "greet"})
		f.with(t, setting{in: strings.NewReader(exported)}, "import", "-").want(t, 0, "nothing to change")
	})
	t.Run("shows the source when it is refused", func(t *testing.T) {
		t.Parallel()
		f := newFake(t)
		f.on("POST /import", http.StatusOK, plan{Diagnostics: map[string][]diagnostic{"greet": {{Line: 1, Column: 1, Message: "no"}}}})
		f.command(t, "import", file).want(t, ExitRefused, "greet:1:1: no\n    1 | package main\n")
	})
	t.Run("takes nothing else", func(t *testing.T) {
		t.Parallel()
		folder := files(t, map[string]string{"text": "text", "format.json": `{"format": 2}`, "list.json": "[]"})
		f := newFake(t)
		f.command(t, "import", filepath.Join(folder, "text")).want(t, ExitFailed, "text:1:2: that is no export")
		f.command(t, "import", filepath.Join(folder, "list.json")).want(t, ExitFailed, "that is no export")
		f.command(t, "import", filepath.Join(folder, "format.json")).want(t, ExitFailed, "format 2")
		f.command(t, "import", filepath.Join(folder, "none")).want(t, ExitFailed, "no such file")
		if len(f.sent("")) != 0 {
			t.Error("want nothing asked of the server")
		}
	})
}

func TestStatus(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	f.on("GET /config", http.StatusOK, object{
		"product": "1.0.0", "sdk": "1.1", "api": 1, "schema": 9, "public_base_url": "https://pi.example.com",
		"executor": object{"name": "process", "walls": []any{
			object{"name": "loops", "stands": true}, object{"name": "files", "stands": false, "detail": "no Landlock"},
		}},
		"store":    object{"kind": "sqlite"},
		"log_sink": object{"queued": 1, "written": 2, "dropped": 3},
	})
	f.on("GET /session", http.StatusOK, object{"kind": "token", "name": "laptop", "scopes": []string{"read"}})
	f.on("GET /scripts", http.StatusOK, page(greet()))
	f.on("GET /routes", http.StatusOK, page())
	equal(t, "output", ""+
		"server    "+f.URL+"\n"+
		"version   1.0.0 (SDK 1.1, API 1, schema 9)\n"+
		"site      https://pi.example.com\n"+
		"you       token laptop (read)\n"+
		"scripts   1\n"+
		"routes    0\n"+
		"store     sqlite\n"+
		"executor  process\n"+
		"walls     loops\n"+
		"no wall   files: no Landlock\n"+
		"log       2 written, 1 waiting, 3 lost\n",
		f.command(t, "status").want(t, 0).out)
	f.command(t, "status", "--json").want(t, 0, `"kind": "token"`, `"scripts": 1`, `"nodes": []`)
	f.on("GET /nodes", http.StatusOK, page(
		object{"name": "web-1", "role": "all", "version": "1.0.0", "age_seconds": 3.2, "self": true},
		object{"name": "web-2", "role": "ingress", "version": "1.1.0", "age_seconds": 8.6, "revision_lag": 2},
	))
	f.command(t, "status").want(t, 0, "node      web-1 (all, 1.0.0, answers this)\n", "node      web-2 (ingress, 1.1.0, seen 9s ago, behind by 2)\n")
	f.command(t, "status", "--json").want(t, 0, `"name": "web-2"`)
}
