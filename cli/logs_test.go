package cli

import (
	"net/http"
	"net/url"
	"testing"
)

const executionID = "01a2085f-1454-728a-8688-69571dbd9e19"

func greetExecution() object {
	return object{
		"id": executionID, "script_name": "greet", "version": 2, "route_id": routeID, "method": "GET", "host": "pi", "path": "/greet/ann?x=1",
		"remote_ip": "192.0.2.1", "status": 500, "outcome": "error", "error": "panic: oh", "started_at": "2026-11-23T14:00:00.25Z",
		"duration_ms": 12.345, "queued_ms": 1, "warm_ms": 150.4, "operations": 42, "request_bytes": 10, "response_bytes": 2048,
		"logs": []any{
			object{"time": "2026-11-23T14:00:00.251Z", "level": "info", "message": "greeting", "attrs": object{"name": "ann", "text": "a b"}},
			object{"time": "2026-11-23T14:00:00.252Z", "level": "print", "message": "\x1b[1mtwo\nlines\n"},
		},
		"logs_dropped": 3,
	}
}

func TestLogs_ListShowsTheNewestLast(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	older := greetExecution()
	older["started_at"], older["status"], older["outcome"] = "2026-11-22T23:30:00Z", 200, "ok"
	f.on("GET /logs", http.StatusOK, page(greetExecution(), older))
	equal(t, "table", ""+
		"TIME      STATUS  OUTCOME  TOOK     SCRIPT    REQUEST               ID\n"+
		"00:30:00  200     ok       12.3 ms  greet v2  GET pi/greet/ann?x=1  "+executionID+"\n"+
		"15:00:00  500     error    12.3 ms  greet v2  GET pi/greet/ann?x=1  "+executionID+"\n",
		f.command(t, "logs").want(t, 0).out)
}

func TestLogs_NameTheNodesIfThereAreSeveral(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	one, other := greetExecution(), greetExecution()
	one["node"], other["node"] = "web-1", "web-2"
	f.on("GET /logs", http.StatusOK, page(one, other))
	f.on("GET /logs/"+executionID, http.StatusOK, one)
	equal(t, "table", ""+
		"TIME      STATUS  OUTCOME  TOOK     NODE   SCRIPT    REQUEST               ID\n"+
		"15:00:00  500     error    12.3 ms  web-2  greet v2  GET pi/greet/ann?x=1  "+executionID+"\n"+
		"15:00:00  500     error    12.3 ms  web-1  greet v2  GET pi/greet/ann?x=1  "+executionID+"\n",
		f.command(t, "logs").want(t, 0).out)
	f.command(t, "logs", executionID).want(t, 0, "node        web-1\n")
}

func TestLogs_SelectsWhatFlagsSay(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	f.on("GET /scripts", http.StatusOK, page(greet()))
	f.on("GET /logs", http.StatusOK, page())
	f.command(t, "logs", "-s", "greet", "--route", routeID, "--outcome", "error", "--status", "5xx", "--since", "2h", "--until", "2026-11-23T15:00:00+01:00",
		"--text", "a b", "--filter", "status > 500", "-n", "7").want(t, 0, "there are no such executions")
	sent := f.sent("GET /logs")
	u, err := url.Parse(sent[0].line[len("GET "):])
	if err != nil {
		t.Fatal(err)
	}
	want := url.Values{
		"script_id": {greetID}, "route_id": {routeID}, "outcome": {"error"}, "status_class": {"5xx"}, "since": {"2026-11-23T12:04:05Z"},
		"until": {"2026-11-23T14:00:00Z"}, "text": {"a b"}, "filter": {"status > 500"}, "limit": {"7"},
	}
	equal(t, "query", want.Encode(), u.Query().Encode())
	f.command(t, "logs", "-s", "other").want(t, ExitRefused, `no script "other"`)
}

func TestLogs_LimitIsOfAllPages(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	f.mux.HandleFunc("GET /logs", func(w http.ResponseWriter, r *http.Request) {
		// A filter may leave pages short.
		reply(w, http.StatusOK, object{"items": []any{greetExecution(), greetExecution()}, "next_cursor": "c" + r.URL.Query().Get("cursor")})
	})
	r := f.command(t, "logs", "--limit", "6", "--json").want(t, 0)
	sent := f.sent("GET")
	if len(sent) != 3 || sent[2].line != "GET /logs?cursor=cc&limit=2" {
		t.Errorf("want three pages, got %+v", sent)
	}
	items, err := decode[struct{ Items []execution }](answer{body: []byte(r.out)}, nil)
	if err != nil || len(items.Items) != 6 {
		t.Errorf("want six executions, got %v in %s", err, r.out)
	}
}

func TestLogs_OneExecution(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	f.on("GET /logs/"+executionID, http.StatusOK, greetExecution())
	equal(t, "output", ""+
		"request     GET pi/greet/ann?x=1\n"+
		"script      greet, version 2\n"+
		"route       "+routeID+"\n"+
		"client      192.0.2.1\n"+
		"started     2026-11-23 15:00:00.250 CET\n"+
		"status      500\n"+
		"outcome     error\n"+
		"took        12.3 ms (1.0 ms waiting, 150 ms starting)\n"+
		"operations  42\n"+
		"bodies      10 B in, 2.0 KiB out\n"+
		"error       panic: oh\n"+
		"\n"+
		"15:00:00.251  info   greeting name=ann text=\"a b\"\n"+
		"15:00:00.252  print  \\x1b[1mtwo\n                     lines\n"+
		"(3 lines more, over the limit)\n",
		f.command(t, "logs", executionID).want(t, 0).out)
}

func TestDuration(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{"90d": "2160h0m0s", "1h30m": "1h30m0s", "0": "0s"} {
		if got, err := duration(text); err != nil || got.String() != want {
			t.Errorf("%s: want %s, got %s, %v", text, want, got, err)
		}
	}
	for _, text := range []string{"", "d", "1.5d", "99999d", "5"} {
		if got, err := duration(text); err == nil {
			t.Errorf("%q: want an error, got %s", text, got)
		}
	}
}
