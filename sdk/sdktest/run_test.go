package sdktest_test

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/picloud/picloud/sdk"
	"github.com/picloud/picloud/sdk/sdktest"
)

// returns is a handler with a fixed result.
func returns(value any, err error) func(*sdk.Context) (any, error) {
	return func(*sdk.Context) (any, error) { return value, err }
}

func TestRun_FollowsTheRulesOfThePlatform(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name        string
		value       any
		err         error
		status      int
		contentType string
		body        string
	}{
		{name: "nil", status: 204},
		{name: "a string", value: "hi", status: 200, contentType: "text/plain; charset=utf-8", body: "hi"},
		{name: "bytes", value: []byte("<html>"), status: 200, contentType: "text/html; charset=utf-8", body: "<html>"},
		{name: "a struct", value: struct{ A int }{1}, status: 200, contentType: "application/json", body: `{"A":1}`},
		{name: "a response", value: sdk.Text(418, "teapot"), status: 418, contentType: "text/plain; charset=utf-8", body: "teapot"},
		{name: "a response without a status", value: &sdk.Response{Body: []byte("x")}, status: 200, body: "x"},
		{name: "a response that has no body", value: sdk.Text(304, "dropped"), status: 304, contentType: "text/plain; charset=utf-8"},
		{name: "an error with a status", err: sdk.Error(404, "no"), status: 404, contentType: "application/json", body: `{"error":"no"}`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := sdktest.Run(t, returns(tt.value, tt.err), sdktest.Request{})
			if got.Err != nil || got.Status != tt.status || got.Body != tt.body || got.Header.Get("Content-Type") != tt.contentType {
				t.Errorf("got %d %q %q %v, want %d %q %q", got.Status, got.Header.Get("Content-Type"), got.Body, got.Err,
					tt.status, tt.contentType, tt.body)
			}
		})
	}
}

func TestRun_AnswersFailuresAsThePlatformDoes(t *testing.T) {
	t.Parallel()
	secret := errors.New("the password is hunter2")
	tests := []struct {
		name   string
		handle func(*sdk.Context) (any, error)
		want   string // part of Err
	}{
		{"an error", returns("ignored", secret), "hunter2"},
		{"no JSON", returns(func() {}, nil), "encoding the result as JSON"},
		{"a status that cannot be sent", returns(&sdk.Response{Status: 99}, nil), "99"},
		{"a header name that cannot be sent", returns(&sdk.Response{Header: http.Header{"a b": {"c"}}}, nil), `"a b"`},
		{"a header value that cannot be sent", returns(&sdk.Response{Header: http.Header{"A": {"c\nd"}}}, nil), "header field A"},
		{"a panic", func(*sdk.Context) (any, error) { panic(secret) }, "panic: the password is hunter2"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := sdktest.Run(t, tt.handle, sdktest.Request{})
			if got.Err == nil || !strings.Contains(got.Err.Error(), tt.want) {
				t.Errorf("the error is %v, want %q in it", got.Err, tt.want)
			}
			var problem struct{ Status int }
			if err := got.JSON(&problem); err != nil || got.Status != 500 || problem.Status != 500 || strings.Contains(got.Body, "hunter2") {
				t.Errorf("got %d %s %v", got.Status, got.Body, err)
			}
		})
	}
	got := sdktest.Run(t, tests[5].handle, sdktest.Request{})
	if panicked, ok := errors.AsType[*sdktest.PanicError](got.Err); !ok || !strings.Contains(string(panicked.Stack), "run_test.go") || !errors.Is(got.Err, secret) {
		t.Errorf("the panic is %#v", got.Err)
	}
}

func TestRun_TakesTheThreeForms(t *testing.T) {
	t.Parallel()
	request := sdktest.Request{
		Method: http.MethodPost, URL: "http://Example.com:8000/a%20b/c?x=1", Header: http.Header{"x-a": {"b"}}, Body: "body",
		Params: map[string]string{"name": "ann"}, Rest: "c",
	}
	const want = "POST example.com /a b/c 1 b ann c body"
	withContext := func(ctx *sdk.Context) string {
		r := ctx.Request
		return fmt.Sprintf("%s %s %s %s %s %s %s %s", r.Method, r.Host, r.Path, r.Query.Get("x"), r.Header.Get("X-A"), r.Params["name"], r.Rest, r.Body)
	}
	for name, got := range map[string]*sdktest.Result{
		"value and error": sdktest.Run(t, func(ctx *sdk.Context) (any, error) { return withContext(ctx), nil }, request),
		"value":           sdktest.Run(t, func(ctx *sdk.Context) any { return withContext(ctx) }, request),
		"handler": sdktest.Run(t, func(w http.ResponseWriter, r *http.Request) {
			body, err := io.ReadAll(r.Body)
			if err != nil {
				t.Error(err)
			}
			fmt.Fprintf(w, "%s %s %s %s %s %s %s %s", r.Method, r.Host, r.URL.Path, r.FormValue("x"), r.Header.Get("X-A"), r.PathValue("name"), r.PathValue("rest"), body)
		}, request),
	} {
		if got.Body != want || got.Status != 200 || got.Header.Get("Content-Type") != "text/plain; charset=utf-8" {
			t.Errorf("%s: got %d %q, want %q", name, got.Status, got.Body, want)
		}
	}
}

func TestRun_HandlerFormSendsWhatWasWritten(t *testing.T) {
	t.Parallel()
	got := sdktest.Run(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("X-A", "b")
		w.WriteHeader(http.StatusEarlyHints) // left out
		w.WriteHeader(http.StatusAccepted)
		w.WriteHeader(http.StatusTeapot) // too late
		w.Header().Set("X-Late", "c")
	}, sdktest.Request{})
	if got.Status != 202 || got.Header.Get("X-A") != "b" || got.Header.Get("X-Late") != "" || got.Body != "" {
		t.Errorf("got %d %v %q", got.Status, got.Header, got.Body)
	}
	got = sdktest.Run(t, func(http.ResponseWriter, *http.Request) {}, sdktest.Request{})
	if got.Status != 200 || got.Body != "" {
		t.Errorf("nothing written: got %d %q", got.Status, got.Body)
	}
}

func TestRun_FillsInWhatARequestLeavesOut(t *testing.T) {
	t.Parallel()
	header := http.Header{"X-A": {"b"}}
	sdktest.Run(t, func(ctx *sdk.Context) any {
		r := ctx.Request
		if r.Method != "GET" || r.Host != "localhost" || r.Path != "/" || r.RemoteIP == "" || r.Params == nil || r.Query == nil || r.Header == nil {
			t.Errorf("got %+v", r)
		}
		return nil
	}, sdktest.Request{})
	sdktest.Run(t, func(ctx *sdk.Context) any {
		ctx.Request.Header.Set("X-A", "changed")
		var v struct{ N int }
		if err := ctx.Request.JSON(&v); err != nil || v.N != 3 || ctx.Request.Header.Get("Content-Type") != "application/json" {
			t.Errorf("got %+v, %v, %v", v, err, ctx.Request.Header)
		}
		return nil
	}, sdktest.Request{JSON: map[string]int{"n": 3}, Header: header})
	if header.Get("X-A") != "b" {
		t.Error("the test's own header was changed")
	}
}

func TestRun_RecordsLogs(t *testing.T) {
	t.Parallel()
	got := sdktest.Run(t, func(ctx *sdk.Context) any {
		ctx.Log.Debug("a")
		ctx.Log.Info("b", "n", 1, "s", "x")
		ctx.Log.Warn("c", 5)
		ctx.Log.Error("d", "lonely")
		return nil
	}, sdktest.Request{})
	var lines []string
	for _, l := range got.Logs {
		lines = append(lines, l.String())
	}
	want := []string{"DEBUG a", "INFO b [n:1 s:x]", "WARN c [!BADKEY:5]", "ERROR d [!BADKEY:lonely]"}
	if !slices.Equal(lines, want) || got.Logs[1].Level != slog.LevelInfo || got.Logs[1].Attrs["n"] != "1" {
		t.Errorf("got %q, want %q", lines, want)
	}
}

func TestDo_RefusesRequestsThatCannotBeSent(t *testing.T) {
	t.Parallel()
	for name, r := range map[string]sdktest.Request{
		"a URL":   {URL: "not a path"},
		"a query": {URL: "/?x=%zz"},
		"JSON":    {JSON: func() {}},
	} {
		if got, err := sdktest.Do(returns(nil, nil), r); err == nil || got != nil {
			t.Errorf("%s: got %v, %v", name, got, err)
		}
	}
}

func TestResult_JSONSaysWhatIsNotJSON(t *testing.T) {
	t.Parallel()
	var v any
	err := sdktest.Run(t, returns("plain", nil), sdktest.Request{}).JSON(&v)
	if err == nil || !strings.Contains(err.Error(), `"plain"`) {
		t.Errorf("got %v", err)
	}
}
