package cli

import (
	"net/http"
	"path/filepath"
	"testing"
)

func ran(outcome, message string) object {
	return object{
		"diagnostics": []any{},
		"response":    object{"status": 200, "header": object{"Content-Type": []string{"text/plain"}}, "body": "hi\n", "body_base64": nil, "size": 3},
		"execution": object{
			"outcome": outcome, "error": message, "duration_ms": 1.25, "operations": 7,
			"logs": []any{object{"time": "2026-11-23T14:00:00Z", "level": "info", "message": "hello"}},
		},
	}
}

func TestTest_LiveVersion(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	f.on("GET /scripts", http.StatusOK, page(greet()))
	f.on("POST /scripts/"+greetID+"/test", http.StatusOK, ran("ok", ""))
	r := f.command(t, "test", "greet", "--url", "/greet/ann", "-H", "A: b", "-H", "A: c", "--param", "name=ann").want(t, 0)
	equal(t, "output", "200 OK\nContent-Type: text/plain\n\nhi\n", r.out)
	equal(t, "notes", "\n15:00:00.000  info   hello\nok in 1.2 ms, 7 operations\n", r.err)
	equal(t, "body", `{"request":{"url":"/greet/ann","header":{"A":["b","c"]},"params":{"name":"ann"}}}`, f.sent("POST")[0].body)
	f.command(t, "test", "other").want(t, ExitRefused, `no script "other"`)
}

func TestTest_Draft(t *testing.T) {
	t.Parallel()
	folder := files(t, map[string]string{"greet.go": "package main\n", "new.go": "package main\n", "data": "\xff"})
	f := newFake(t)
	f.on("GET /scripts", http.StatusOK, page(greet()))
	f.on("POST /scripts/"+greetID+"/test", http.StatusOK, ran("ok", ""))
	f.on("POST /scripts:test", http.StatusOK, ran("ok", ""))
	t.Run("runs as the script that it is of", func(t *testing.T) {
		f.command(t, "test", filepath.Join(folder, "greet.go"), "--data", "x").want(t, 0)
		sent := f.sent("POST /scripts/")
		equal(t, "body", `{"source":"package main\n","request":{"method":"POST","url":"/","body":"x"}}`, sent[len(sent)-1].body)
	})
	t.Run("or as none", func(t *testing.T) {
		f.command(t, "test", filepath.Join(folder, "new.go"), "-X", "put", "-d", "@"+filepath.Join(folder, "data")).want(t, 0)
		equal(t, "body", `{"source":"package main\n","request":{"method":"PUT","url":"/","body_base64":"/w=="}}`, f.sent("POST /scripts:test")[0].body)
	})
	t.Run("shows why it does not run", func(t *testing.T) {
		f := newFake(t)
		f.on("GET /scripts", http.StatusOK, page())
		f.on("POST /scripts:test", http.StatusOK, object{"response": nil, "execution": nil, "diagnostics": []diagnostic{
			{Line: 1, Column: 1, Severity: "error", Message: "no"},
		}})
		f.command(t, "test", filepath.Join(folder, "new.go")).want(t, ExitRefused, "new.go:1:1: no\n    1 | package main\n", "did not run")
	})
}

func TestTest_Failure(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	f.on("GET /scripts", http.StatusOK, page(greet()))
	answer := ran("timeout", "over 5s")
	answer["response"] = nil
	f.on("POST /scripts/"+greetID+"/test", http.StatusOK, answer)
	f.command(t, "test", "greet").want(t, ExitFailed, "timeout in 1.2 ms, 7 operations: over 5s")
	f.command(t, "test", "greet", "--json").want(t, ExitFailed, `"outcome": "timeout"`)
}
