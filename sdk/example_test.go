package sdk_test

import (
	"errors"
	"fmt"
	"net/http"

	"github.com/picloud/picloud/sdk"
	"github.com/picloud/picloud/sdk/sdktest"
)

// show prints the answer to a request.
func show[H sdktest.Handler](handle H, r sdktest.Request) {
	got, err := sdktest.Do(handle, r)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(got.Status, got.Header.Get("Content-Type"), got.Body)
}

// A script returns what the client is to get.
func Example() {
	handle := func(ctx *sdk.Context) (any, error) {
		name := ctx.Request.Params["name"]
		ctx.Log.Info("greeting", "name", name)
		return map[string]any{"name": name, "q": ctx.Request.Query.Get("lang")}, nil
	}
	show(handle, sdktest.Request{URL: "/greet/alice?lang=en", Params: map[string]string{"name": "alice"}})
	// Output: 200 application/json {"name":"alice","q":"en"}
}

func ExampleError() {
	handle := func(*sdk.Context) (any, error) {
		return nil, sdk.Error(http.StatusNotFound, "no such user")
	}
	show(handle, sdktest.Request{})
	// Output: 404 application/json {"error":"no such user"}
}

// The error of JSON answers 400 when Handle returns it.
func ExampleRequest_JSON() {
	handle := func(ctx *sdk.Context) (any, error) {
		var order struct {
			Item  string `json:"item"`
			Count int    `json:"count"`
		}
		if err := ctx.Request.JSON(&order); err != nil {
			return nil, err
		}
		return sdk.JSON(http.StatusCreated, order), nil
	}
	show(handle, sdktest.Request{Body: `{"item": "tea", "count": 2}`})
	show(handle, sdktest.Request{})
	// Output:
	// 201 application/json {"item":"tea","count":2}
	// 400 application/json {"error":"the request body is empty: a JSON value is expected"}
}

func ExampleRedirect() {
	response := sdk.Redirect(http.StatusMovedPermanently, "/new")
	fmt.Println(response.Status, response.Header.Get("Location"))
	// Output: 301 /new
}

// An error of another kind answers 500, and its text is in the record only.
func ExampleResponseOf() {
	_, err := sdk.ResponseOf(nil, errors.New("disk full"))
	fmt.Println("record:", err)
	response, _ := sdk.ResponseOf([]byte("%PDF-1.7"), nil)
	fmt.Println(response.Status, response.Header.Get("Content-Type"))
	// Output:
	// record: disk full
	// 200 application/pdf
}
