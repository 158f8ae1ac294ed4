package e2e

import (
	"net/http"
	"strings"
	"testing"
	"unicode/utf16"
)

func TestScripts_BrokenSourceIsRefusedWithItsPlace(t *testing.T) {
	t.Parallel()
	s := start(t, setup{})
	const source = `package main

import "github.com/picloud/picloud/sdk"

func Handle(ctx *sdk.Context) any {
	/* 😀 */ return undefinedName
}
`
	before, _, _ := strings.Cut(source, "undefinedName")
	line := strings.Count(before, "\n") + 1
	column := len(utf16.Encode([]rune(before[strings.LastIndexByte(before, '\n')+1:]))) + 1

	isThere := func(t *testing.T, list []diagnostic) {
		t.Helper()
		if len(list) != 1 || list[0].Line != line || list[0].Column != column || list[0].Severity != "error" {
			t.Fatalf("want one error at %d:%d, got %+v", line, column, list)
		}
		contains(t, list[0].Message, "undefinedName")
	}
	t.Run("when it is saved", func(t *testing.T) {
		p := s.api(t, http.MethodPost, "/scripts", object{"name": "broken", "source": source}).
			wantProblem(t, http.StatusUnprocessableEntity, "invalid_script")
		isThere(t, p.Diagnostics)
		if saved := list[script](t, s, "/scripts", nil); len(saved) != 0 {
			t.Errorf("want nothing saved, got %+v", saved)
		}
	})
	t.Run("when it is checked", func(t *testing.T) {
		a := s.api(t, http.MethodPost, "/scripts:check", object{"source": source}).want(t, http.StatusOK)
		got := decode[struct {
			OK          bool         `json:"ok"`
			Diagnostics []diagnostic `json:"diagnostics"`
		}](t, a)
		if got.OK {
			t.Errorf("want it not to be ok, got %s", a)
		}
		isThere(t, got.Diagnostics)
	})
	t.Run("when it replaces another, which goes on answering", func(t *testing.T) {
		live := s.deploy(t, "live", textSource("fine"), "/live")
		p := s.api(t, http.MethodPut, "/scripts/"+live.ID, object{"name": "live", "source": source}).
			wantProblem(t, http.StatusUnprocessableEntity, "invalid_script")
		isThere(t, p.Diagnostics)
		s.get(t, "/live").wantBody(t, "fine")
	})
	t.Run("and so is what the sandbox does not let in", func(t *testing.T) {
		for _, forbidden := range []string{
			"package main\n\nimport \"os\"\n\nfunc Handle() any { return os.Args }\n",
			"package main\n\nimport \"github.com/picloud/picloud/sdk\"\n\nfunc Handle(ctx *sdk.Context) any { go func() {}(); return nil }\n",
			"package main\n\nfunc Other() {}\n",
		} {
			p := s.api(t, http.MethodPost, "/scripts", object{"name": "forbidden", "source": forbidden}).
				wantProblem(t, http.StatusUnprocessableEntity, "invalid_script")
			if len(p.Diagnostics) == 0 || p.Diagnostics[0].Line < 1 || p.Diagnostics[0].Column < 1 {
				t.Errorf("want the place, got %+v for\n%s", p, forbidden)
			}
		}
	})
}

func TestScripts_AreVersioned(t *testing.T) {
	t.Parallel()
	s := start(t, setup{})
	made := s.deploy(t, "one", textSource("first"), "/one")
	path := "/scripts/" + made.ID
	old := s.api(t, http.MethodGet, path, nil).header.Get("ETag")

	replaced := s.api(t, http.MethodPut, path, object{"name": "one", "source": textSource("second")}, "If-Match", old).want(t, http.StatusOK)
	if got := decode[script](t, replaced); got.Version != 2 {
		t.Fatalf("want version 2, got %s", replaced)
	}
	s.get(t, "/one").wantBody(t, "second")

	t.Run("a change based on an old revision is refused", func(t *testing.T) {
		for _, c := range []struct{ method, path string }{
			{http.MethodPut, path},
			{http.MethodDelete, path},
			{http.MethodPost, path + "/versions/1/activate"},
		} {
			var body any
			if c.method == http.MethodPut {
				body = object{"name": "one", "source": textSource("third")}
			}
			a := s.api(t, c.method, c.path, body, "If-Match", old)
			a.wantProblem(t, http.StatusPreconditionFailed, "stale")
			a.wantHeader(t, "ETag", replaced.header.Get("ETag"))
		}
		s.get(t, "/one").wantBody(t, "second")
	})
	t.Run("an earlier version can be made live again", func(t *testing.T) {
		a := s.api(t, http.MethodPost, path+"/versions/1/activate", nil, "If-Match", replaced.header.Get("ETag")).want(t, http.StatusOK)
		if got := decode[script](t, a); got.Version != 1 || got.Source != textSource("first") {
			t.Errorf("want version 1, got %s", a)
		}
		answered := s.get(t, "/one").wantBody(t, "first")
		if got := s.record(t, answered); got.Version != 1 {
			t.Errorf("want version 1 in the record, got %+v", got)
		}
	})
	t.Run("all versions stay", func(t *testing.T) {
		type version struct {
			Version int    `json:"version"`
			Live    bool   `json:"live"`
			Source  string `json:"source"`
		}
		got := list[version](t, s, path+"/versions", nil)
		if len(got) != 2 || got[0] != (version{Version: 2}) || got[1] != (version{Version: 1, Live: true}) {
			t.Errorf("want versions 2 and 1, the latter live, got %+v", got)
		}
		second := decode[version](t, s.api(t, http.MethodGet, path+"/versions/2", nil).want(t, http.StatusOK))
		if second.Source != textSource("second") {
			t.Errorf("want the source of version 2, got %+v", second)
		}
	})
}

func TestScripts_AreDisabledAndDeleted(t *testing.T) {
	t.Parallel()
	s := start(t, setup{})
	made := s.deploy(t, "one", textSource("here"), "/one")
	s.deploy(t, "rest", textSource("rest"), "/*")
	path := "/scripts/" + made.ID
	execute := "/api/v1/execute/" + made.ID
	s.get(t, execute).wantBody(t, "here")

	t.Run("a disabled script answers nothing and keeps its routes", func(t *testing.T) {
		s.api(t, http.MethodPut, path, object{"name": "one", "source": textSource("here"), "enabled": false}).want(t, http.StatusOK)
		s.get(t, "/one").wantBody(t, "rest")
		s.get(t, execute).wantProblem(t, http.StatusNotFound, "no_script")
		s.api(t, http.MethodPut, path, object{"name": "one", "source": textSource("here")}).want(t, http.StatusOK)
		s.get(t, "/one").wantBody(t, "here")
	})
	t.Run("a name is taken only once", func(t *testing.T) {
		s.api(t, http.MethodPost, "/scripts", object{"name": "one", "source": textSource("x")}).
			wantProblem(t, http.StatusConflict, "name_taken")
	})
	t.Run("a deleted script is gone with its routes, its records stay", func(t *testing.T) {
		answered := s.get(t, "/one").wantBody(t, "here")
		s.api(t, http.MethodDelete, path, nil).want(t, http.StatusNoContent)
		s.get(t, "/one").wantBody(t, "rest")
		s.get(t, execute).wantProblem(t, http.StatusNotFound, "no_script")
		s.api(t, http.MethodGet, path, nil).wantProblem(t, http.StatusNotFound, "not_found")
		if routes := list[route](t, s, "/routes", nil); len(routes) != 1 || routes[0].Path != "/*" {
			t.Errorf("want the other script's route alone, got %+v", routes)
		}
		if got := s.record(t, answered); got.ScriptID != made.ID || got.ScriptName != "one" {
			t.Errorf("want the record of the deleted script, got %+v", got)
		}
	})
}

func TestScripts_AnswerByWhatTheyReturn(t *testing.T) {
	t.Parallel()
	s := start(t, setup{})
	s.deploy(t, "answers", `package main

import "github.com/picloud/picloud/sdk"

func Handle(ctx *sdk.Context) (any, error) {
	switch ctx.Request.Rest {
	case "nil":
		return nil, nil
	case "bytes":
		return []byte("<!DOCTYPE html><p>"), nil
	case "redirect":
		return sdk.Redirect(303, "/elsewhere"), nil
	case "teapot":
		return nil, sdk.Error(418, "short and stout")
	case "json":
		var v struct{ A int }
		if err := ctx.Request.JSON(&v); err != nil {
			return nil, err
		}
		return v, nil
	case "panic":
		panic("secret-panic")
	}
	return sdk.Text(202, "text"), nil
}
`, "/answers/*")
	s.deploy(t, "handler", `package main

import (
	"fmt"
	"io"
	"net/http"
)

func Handle(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	w.Header().Set("X-Made-By", "script")
	w.WriteHeader(http.StatusCreated)
	fmt.Fprintf(w, "%s %s %s", r.Method, r.PathValue("id"), body)
}
`, "/handler/:id")

	s.deploy(t, "unnamed", "package main\n\nimport \"github.com/picloud/picloud/sdk\"\n\nfunc Handle(*sdk.Context) any { return \"unnamed\" }\n", "/unnamed")

	s.get(t, "/answers/nil").want(t, http.StatusNoContent)
	s.get(t, "/answers/bytes").wantBody(t, "<!DOCTYPE html><p>").wantHeader(t, "Content-Type", "text/html; charset=utf-8")
	s.get(t, "/answers/redirect").want(t, http.StatusSeeOther).wantHeader(t, "Location", "/elsewhere")
	contains(t, string(s.get(t, "/answers/teapot").want(t, http.StatusTeapot).body), "short and stout")
	s.call(t, http.MethodPost, "/answers/json", object{"a": 7}).wantBody(t, `{"A":7}`)
	s.call(t, http.MethodPost, "/answers/json", []byte("{")).want(t, http.StatusBadRequest)
	s.get(t, "/answers/").want(t, http.StatusAccepted).wantHeader(t, "Content-Type", "text/plain; charset=utf-8")

	panicked := s.get(t, "/answers/panic")
	panicked.wantProblem(t, http.StatusInternalServerError, "error")
	if strings.Contains(string(panicked.body), "secret-panic") {
		t.Errorf("want nothing of the panic, got %s", panicked)
	}
	contains(t, s.record(t, panicked).Error, "secret-panic")

	handled := s.call(t, http.MethodPost, "/handler/a%2Fb", []byte("body")).want(t, http.StatusCreated).wantHeader(t, "X-Made-By", "script")
	if string(handled.body) != "POST a/b body" {
		t.Errorf("want method, path value and body, got %s", handled)
	}
	s.get(t, "/unnamed").wantBody(t, "unnamed")
}
