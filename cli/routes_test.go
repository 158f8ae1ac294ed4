package cli

import (
	"net/http"
	"testing"
)

const routeID = "01890a5d-ac96-774b-bcce-b302099a8058"

func greetRoute() object {
	return object{"id": routeID, "script_id": greetID, "host": "", "path": "/greet/:name", "method": "GET", "guard": ""}
}

func TestRoutes_List(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	f.on("GET /scripts", http.StatusOK, page(greet()))
	guarded := greetRoute()
	guarded["host"], guarded["path"], guarded["method"], guarded["guard"] = "*.example.com", "/a/*", "", "request.tls"
	f.on("GET /routes", http.StatusOK, page(greetRoute(), guarded))
	f.on("GET /scripts/"+greetID+"/routes", http.StatusOK, page())
	equal(t, "table", ""+
		"METHOD  HOST           PATH          SCRIPT  GUARD        ID\n"+
		"any     *.example.com  /a/*          greet   request.tls  "+routeID+"\n"+
		"GET     any            /greet/:name  greet   -            "+routeID+"\n",
		f.command(t, "routes", "list").want(t, 0).out)
	f.command(t, "routes", "list", "greet").want(t, 0, "there are no routes")
	f.command(t, "routes", "list", "--json").want(t, 0, `"host": "*.example.com"`)
}

func TestRoutes_Add(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		args []string
		want string
	}{
		{[]string{"/greet/:name"}, `{"path":"/greet/:name"}`},
		{[]string{"get /greet"}, `{"method":"GET","path":"/greet"}`},
		{[]string{"DELETE example.com/x/*"}, `{"method":"DELETE","host":"example.com","path":"/x/*"}`},
		{[]string{"*.example.com:8443/"}, `{"host":"*.example.com:8443","path":"/"}`},
		{[]string{"[::1]/x"}, `{"host":"[::1]","path":"/x"}`},
		{
			[]string{"/x", "--method", "post", "--host", "*.a.example", "--host-param", "sub", "--guard", `request.header["A"] == "b"`},
			`{"method":"POST","host":"*.a.example","host_param_name":"sub","path":"/x","guard":"request.header[\"A\"] == \"b\""}`,
		},
	} {
		t.Run(test.args[0], func(t *testing.T) {
			t.Parallel()
			f := newFake(t)
			f.on("GET /scripts", http.StatusOK, page(greet()))
			f.on("POST /scripts/"+greetID+"/routes", http.StatusCreated, greetRoute())
			f.command(t, append([]string{"routes", "add", "greet"}, test.args...)...).
				want(t, 0, "greet answers GET /greet/:name (route "+routeID+")")
			equal(t, "body", test.want, f.sent("POST")[0].body)
		})
	}
}

func TestRoutes_Remove(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	f.on("GET /routes/"+routeID, http.StatusOK, greetRoute())
	f.on("DELETE /routes/"+routeID, http.StatusNoContent, "")
	f.command(t, "routes", "rm", routeID).want(t, 0, "removed GET /greet/:name")
	if len(f.sent("DELETE")) != 1 {
		t.Error("want it deleted once")
	}
	f.on("GET /routes/"+greetID, http.StatusNotFound, object{"status": 404, "code": "not_found", "detail": "no such route"})
	f.command(t, "routes", "rm", greetID).want(t, ExitRefused, "no such route")
}

func TestRoutes_Match(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name   string
		answer object
		code   int
		want   string
	}{
		{
			"a route answers",
			object{
				"matched": true, "status": 200, "route": greetRoute(), "params": object{"name": "ann"}, "rest": "r",
				"candidates": []any{
					object{"route": greetRoute(), "won": true, "reason": "matches"},
					object{"route": object{"path": "/greet/*", "script_id": greetID}, "won": false, "reason": "comes behind"},
				},
			},
			0,
			"greet answers, by GET /greet/:name (route " + routeID + ")\n  name = \"ann\"\n  rest = \"r\"\n\n" +
				"   ROUTE             SCRIPT  WHY\n" +
				"*  GET /greet/:name  greet   matches\n" +
				"   /greet/*          greet   comes behind\n",
		},
		{"none", object{"matched": false, "status": 404}, ExitFailed, "no route answers: 404\n"},
		{
			"another method", object{"matched": false, "status": 405, "allow": []string{"GET", "HEAD"}}, ExitFailed,
			"no route answers PUT: the answer is 405, with Allow: GET, HEAD\n",
		},
		{"reserved", object{"matched": false, "status": 404, "reserved": true}, ExitFailed, "PUT /greet/ann is PiCloud's own: no route can answer it\n"},
		{"impossible", object{"matched": false, "status": 404, "refused": "dots"}, ExitFailed, "PUT /greet/ann can match no route: dots\n"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			f := newFake(t)
			f.on("GET /scripts", http.StatusOK, page(greet()))
			f.on("POST /routes:match", http.StatusOK, test.answer)
			r := f.command(t, "routes", "match", "put", "/greet/ann", "-H", "X-Beta: 1", "--host", "h", "--remote-ip", "::1").want(t, test.code)
			equal(t, "output", test.want, r.out)
			equal(t, "body", `{"headers":{"X-Beta":"1"},"host":"h","method":"PUT","remote_ip":"::1","url":"/greet/ann"}`, f.sent("POST")[0].body)
			f.command(t, "routes", "match", "/greet/ann", "--json").want(t, test.code, `"matched":`)
		})
	}
}

func TestRoutes_Check(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	f.on("POST /routes:check", http.StatusOK, object{
		"ok": false, "conflicting_route": greetRoute(), "witness": witness{"GET", "example.com", "/greet/x"},
		"wins_over": []any{object{"route": object{"path": "/*"}, "witness": witness{"GET", "a.example", "/x"}}},
		"loses_to":  []any{object{"route": object{"path": "/greet/me"}, "witness": witness{"GET", "a.example", "/greet/me"}}},
	})
	r := f.command(t, "routes", "check", "GET /greet/:x").want(t, ExitConflict)
	equal(t, "output", "the route cannot be added\n"+
		"  in the way: GET /greet/:name (route "+routeID+")\n  both match: GET example.com/greet/x\n"+
		"  takes requests from /*, such as GET a.example/x\n  leaves requests to /greet/me, such as GET a.example/greet/me\n", r.out)

	f = newFake(t)
	f.on("POST /routes:check", http.StatusOK, object{"ok": true})
	f.command(t, "routes", "check", "/x").want(t, 0, "the route can be added")
}
