package e2e

import (
	"bytes"
	"net/http"
	"testing"
)

func TestAdminAPI_RefusesPrecisely(t *testing.T) {
	t.Parallel()
	s := start(t, setup{})
	made := s.create(t, object{"name": "one", "source": textSource("one")})
	const absent = "01890a5d-ac96-774b-bcce-b302099a8057"
	routes := "/scripts/" + made.ID + "/routes"
	for _, c := range []struct {
		name         string
		method, path string
		body         any
		header       []string
		status       int
		code         string
		says         string
	}{
		{"an unknown field", "POST", "/scripts", object{"name": "x", "source": "", "colour": 1}, nil, 422, "validation", "colour"},
		{"a wrong type", "POST", "/scripts", object{"name": 7, "source": ""}, nil, 422, "validation", "name"},
		{"a missing field", "POST", "/scripts", object{"name": "x"}, nil, 422, "validation", "source"},
		{"a name that cannot be", "POST", "/scripts", object{"name": "", "source": ""}, nil, 422, "validation", "name"},
		{"malformed JSON", "POST", "/scripts", []byte(`{"name": "x",}`), []string{"Content-Type", "application/json"}, 400, "malformed_json", "line 1"},
		{"no body", "POST", "/scripts", nil, nil, 400, "missing_body", "body"},
		{"another media type", "POST", "/scripts", []byte("x"), []string{"Content-Type", "text/plain"}, 415, "unsupported_media_type", "application/json"},
		{"a body that is too long", "POST", routes, append([]byte(`{"path": "/`), bytes.Repeat([]byte("x"), 1<<20)...), nil, 413, "body_too_large", "limit"},
		{"an id that is none", "GET", "/scripts/seven", nil, nil, 422, "", "id"},
		{"an id of nothing", "GET", "/scripts/" + absent, nil, nil, 404, "not_found", absent},
		{"a script that is not there", "POST", "/scripts/" + absent + "/routes", object{"path": "/x"}, nil, 404, "not_found", absent},
		{"a path that is nothing", "GET", "/nothing", nil, nil, 404, "not_found", "openapi.json"},
		{"a method that is not possible", "PATCH", "/scripts", nil, nil, 405, "method_not_allowed", "POST"},
		{"an unknown parameter", "GET", "/scripts?colour=1", nil, nil, 422, "validation", "colour"},
		{"a limit that is too high", "GET", "/logs?limit=1000", nil, nil, 422, "validation", "limit"},
		{"a tag that is none", "DELETE", "/scripts/" + made.ID, nil, []string{"If-Match", "1"}, 422, "bad_etag", "If-Match"},
		{"a stale tag", "DELETE", "/scripts/" + made.ID, nil, []string{"If-Match", `"99"`}, 412, "stale", "If-Match"},
	} {
		t.Run(c.name, func(t *testing.T) {
			a := s.api(t, c.method, c.path, c.body, c.header...)
			code := c.code
			if code == "" {
				code = decode[problem](t, a).Code
			}
			contains(t, a.wantProblem(t, c.status, code).Detail, c.says)
			if c.status == http.StatusMethodNotAllowed && a.header.Get("Allow") == "" {
				t.Errorf("want Allow, got %v", a.header)
			}
		})
	}
	t.Run("paths that cannot be bound, with their place", func(t *testing.T) {
		for path, offset := range map[string]int{
			"greet": 0, "/a//b": 3, "/a/../b": 3, "/a/%zz": 3, "/a b": 2, "/a?b": 2, "/:a/:a": 4, "/a/:": 3,
			"/a/b:c": 4, "/a*/b": 2, "/*/b": 1, "/:a/*": 1, "/:a/": 3, "/{a}": 1, "/%61pi/x": 1, "/version": 1,
		} {
			a := s.api(t, http.MethodPost, routes, object{"path": path}).want(t, http.StatusUnprocessableEntity)
			p := decode[problem](t, a)
			if p.Field != "path" || p.Offset == nil || p.Code == "" {
				t.Errorf("want the place in %s, got %s", path, a)
			} else if diff := *p.Offset - offset; diff < -1 || diff > 1 {
				t.Errorf("want about byte %d of %s, got %s", offset, path, a)
			}
		}
		if bound := list[route](t, s, "/routes", nil); len(bound) != 0 {
			t.Errorf("want no route, got %+v", bound)
		}
	})
	t.Run("requests for another host", func(t *testing.T) {
		s.api(t, http.MethodGet, "/scripts", nil, "Host", "evil.example").want(t, http.StatusForbidden)
	})
	t.Run("and after all that it works", func(t *testing.T) {
		s.bind(t, made, object{"path": "/one"})
		s.get(t, "/one").wantBody(t, "one")
	})
}
