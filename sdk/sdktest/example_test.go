package sdktest_test

import (
	"fmt"
	"net/http"

	"github.com/picloud/picloud/sdk"
	"github.com/picloud/picloud/sdk/sdktest"
)

// Greet stands in for a script's Handle.
func Greet(ctx *sdk.Context) (any, error) {
	name := ctx.Request.Params["name"]
	if name == "" {
		return nil, sdk.Error(http.StatusBadRequest, "who are you?")
	}
	ctx.Log.Info("greeting", "name", name)
	return map[string]string{"hello": name}, nil
}

// In a test, call Run, which needs no check of an error:
//
//	got := sdktest.Run(t, Handle, sdktest.Request{...})
func ExampleDo() {
	got, err := sdktest.Do(Greet, sdktest.Request{URL: "/greet/ann", Params: map[string]string{"name": "ann"}})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(got.Status, got.Body)
	fmt.Println(got.Logs[0])

	got, err = sdktest.Do(Greet, sdktest.Request{})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(got.Status, got.Body)
	// Output:
	// 200 {"hello":"ann"}
	// INFO greeting [name:ann]
	// 400 {"error":"who are you?"}
}

func ExampleResult_JSON() {
	total := func(ctx *sdk.Context) (any, error) {
		var prices []int
		if err := ctx.Request.JSON(&prices); err != nil {
			return nil, err
		}
		sum := 0
		for _, p := range prices {
			sum += p
		}
		return map[string]int{"total": sum}, nil
	}
	got, err := sdktest.Do(total, sdktest.Request{Method: http.MethodPost, JSON: []int{3, 4}})
	if err != nil {
		fmt.Println(err)
		return
	}
	var answer struct{ Total int }
	if err := got.JSON(&answer); err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(answer.Total)
	// Output: 7
}

func ExampleHandler() {
	handle := func(w http.ResponseWriter, r *http.Request) {
		w.WriteHeader(http.StatusAccepted)
		fmt.Fprint(w, "id ", r.PathValue("id"))
	}
	got, err := sdktest.Do(handle, sdktest.Request{URL: "/jobs/7", Params: map[string]string{"id": "7"}})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(got.Status, got.Body)
	// Output: 202 id 7
}
