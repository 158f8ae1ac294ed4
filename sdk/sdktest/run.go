package sdktest

import (
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"
	"testing"

	"github.com/picloud/picloud/sdk"
	"github.com/picloud/picloud/sdk/sdkrun"
)

// Handler is the entry point of a script, in any of its three forms.
type Handler interface {
	func(*sdk.Context) (any, error) | func(*sdk.Context) any | func(http.ResponseWriter, *http.Request)
}

// Run calls handle with a request and returns what a client would get. A panic
// of handle does not end the test: it is in [Result.Err], and its stack in the
// log of t. A request that cannot be made ends the test.
func Run[H Handler](t testing.TB, handle H, r Request) *Result {
	t.Helper()
	result, err := Do(handle, r)
	if err != nil {
		t.Fatalf("sdktest: %v", err)
	}
	if panicked, ok := errors.AsType[*PanicError](result.Err); ok {
		t.Logf("sdktest: the handler panicked: %v\n%s", panicked.Value, panicked.Stack)
	}
	return result
}

// Do is Run for where there is no test, such as in examples. The error is about
// the request: a URL or JSON value that cannot be sent.
func Do[H Handler](handle H, r Request) (*Result, error) {
	request, err := r.request()
	if err != nil {
		return nil, err
	}
	result := &Result{}
	ctx := &sdk.Context{Request: request, Log: sdk.NewLogger(func(level slog.Level, msg string, args []any) {
		attrs := sdkrun.Attrs(args, func(v any) string { return fmt.Sprint(v) })
		result.Logs = append(result.Logs, Log{Level: level, Message: msg, Attrs: attrs})
	})}
	response, err := call(handle, ctx)
	if err == nil {
		err = result.take(response)
	}
	if err != nil {
		result.fail(err)
	}
	return result, nil
}

// call calls a handler by its form.
func call[H Handler](handle H, ctx *sdk.Context) (response *sdk.Response, err error) {
	defer func() {
		if value := recover(); value != nil {
			response, err = nil, &PanicError{Value: value, Stack: debug.Stack()}
		}
	}()
	switch h := any(handle).(type) {
	case func(*sdk.Context) (any, error):
		return sdk.ResponseOf(h(ctx))
	case func(*sdk.Context) any:
		return sdk.ResponseOf(h(ctx), nil)
	case func(http.ResponseWriter, *http.Request):
		var w sdkrun.Recorder
		h(&w, sdkrun.HTTPRequest(ctx.Request))
		return w.Response(), nil
	}
	return nil, fmt.Errorf("%T is not the form of an entry point", handle)
}

// take makes a response the result.
func (r *Result) take(response *sdk.Response) error {
	header := http.Header{}
	status, err := sdkrun.Head(header, response)
	if err != nil {
		return err
	}
	r.Status, r.Header, r.Body = status, header, string(response.Body)
	if sdkrun.Bodiless(status) {
		r.Body = ""
	}
	return nil
}

// failure is the body of the platform's answer to a handler that failed.
const failure = `{"status":500,"title":"Internal Server Error","code":"error","detail":"the script failed: its execution record tells why"}` + "\n"

// fail makes the platform's answer to a failure the result.
func (r *Result) fail(err error) {
	r.Err = err
	r.Status = http.StatusInternalServerError
	r.Header = http.Header{"Content-Type": {"application/problem+json"}, "Cache-Control": {"no-store"}}
	r.Body = failure
}
