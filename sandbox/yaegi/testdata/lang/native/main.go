// Command native runs the corpus as real Go. The test that builds it adds the
// programs and a file with the table of them.
package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"

	"github.com/picloud/picloud/sdk"
)

// result is how one program ended.
type result struct {
	Response *sdk.Response
	Error    string
	Panic    string
}

func main() {
	answers := os.Stdout
	os.Stdout = os.Stderr // what the programs print is not looked at
	request, err := io.ReadAll(os.Stdin)
	if err != nil {
		panic(err)
	}
	results := map[string]result{}
	for name, handle := range table {
		results[name] = run(handle, request)
	}
	if err := json.NewEncoder(answers).Encode(results); err != nil {
		panic(err)
	}
}

func run(handle any, request []byte) (res result) {
	defer func() {
		switch r := recover().(type) {
		case nil:
		case error:
			res.Panic = r.Error()
		default:
			res.Panic = fmt.Sprint(r)
		}
	}()
	var req sdk.Request
	if err := json.Unmarshal(request, &req); err != nil {
		panic(err)
	}
	ctx := &sdk.Context{Request: &req, Log: sdk.NewLogger(nil)}
	var value any
	var err error
	switch f := handle.(type) {
	case func(*sdk.Context) (any, error):
		value, err = f(ctx)
	case func(*sdk.Context) any:
		value = f(ctx)
	case func(http.ResponseWriter, *http.Request):
		value = serve(f, &req)
	default:
		panic("not an entry point")
	}
	if res.Response, err = sdk.ResponseOf(value, err); err != nil {
		res.Error = err.Error()
	}
	return res
}

func serve(f func(http.ResponseWriter, *http.Request), req *sdk.Request) *sdk.Response {
	u := url.URL{Path: req.Path, RawQuery: req.Query.Encode()}
	r := httptest.NewRequest(req.Method, u.String(), bytes.NewReader(req.Body))
	r.Host, r.Header, r.RemoteAddr = req.Host, req.Header, req.RemoteIP
	for name, value := range req.Params {
		r.SetPathValue(name, value)
	}
	rec := httptest.NewRecorder()
	f(rec, r)
	return &sdk.Response{Status: rec.Code, Header: rec.Header(), Body: rec.Body.Bytes()}
}
