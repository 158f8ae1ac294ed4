package sdkrun_test

import (
	"errors"
	"fmt"
	"maps"
	"net/http"
	"strings"
	"testing"

	"github.com/picloud/picloud/sdk"
	"github.com/picloud/picloud/sdk/sdkrun"
)

func TestHead_TakesOnlyWhatCanBeSent(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name     string
		response sdk.Response
		status   int
		header   string // as fmt prints it
		refused  string // part of the error
	}{
		{name: "zero is 200", status: 200, header: "map[]"},
		{name: "names are made canonical", response: sdk.Response{Status: 201, Header: http.Header{"x-a": {"1", "2"}}}, status: 201, header: "map[X-A:[1 2]]"},
		{name: "names that are nearly canonical", response: sdk.Response{Header: http.Header{"X-1a": {"1"}, "X-B-": {"2"}, "X-CC": {"3"}, "X_d": {"4"}}}, status: 200, header: "map[X-1a:[1] X-B-:[2] X-Cc:[3] X_d:[4]]"},
		{name: "the canonical spelling yields", response: sdk.Response{Header: http.Header{"X-A": {"1"}, "x-a": {"2"}, "A": {"3"}}}, status: 200, header: "map[A:[3] X-A:[2]]"},
		{name: "framing is left out", response: sdk.Response{Header: http.Header{"content-length": {"9"}, "Connection": {"close"}, "Trailer": {"X"}, "Etag": {"a"}}}, status: 200, header: "map[Etag:[a]]"},
		{name: "tabs and other scripts may be in values", response: sdk.Response{Header: http.Header{"A": {"a\té"}}}, status: 200, header: "map[A:[a\té]]"},
		{name: "informational statuses", response: sdk.Response{Status: 199}, refused: "199"},
		{name: "statuses over 599", response: sdk.Response{Status: 600}, refused: "600"},
		{name: "names with spaces", response: sdk.Response{Header: http.Header{"a b": {"c"}}}, refused: `"a b"`},
		{name: "names with colons", response: sdk.Response{Header: http.Header{"a:": {"c"}}}, refused: `"a:"`},
		{name: "names in other scripts", response: sdk.Response{Header: http.Header{"é": {"c"}}}, refused: "é"},
		{name: "empty names", response: sdk.Response{Header: http.Header{"": {"c"}}}, refused: `""`},
		{name: "values with line ends", response: sdk.Response{Header: http.Header{"A": {"b", "c\r\nD: e"}}}, refused: "header field A"},
		{name: "values with NUL", response: sdk.Response{Header: http.Header{"A": {"\x00"}}}, refused: "header field A"},
		{name: "values with DEL", response: sdk.Response{Header: http.Header{"A": {"\x7f"}}}, refused: "header field A"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			header := http.Header{}
			status, err := sdkrun.Head(header, &tt.response)
			if tt.refused != "" {
				if err == nil || !strings.Contains(err.Error(), tt.refused) || len(header) > 0 {
					t.Fatalf("got %v %v, want an error with %q", header, err, tt.refused)
				}
				return
			}
			if err != nil || status != tt.status || fmt.Sprint(map[string][]string(header)) != tt.header {
				t.Errorf("got %d %v %v, want %d %s", status, header, err, tt.status, tt.header)
			}
		})
	}
}

func TestHead_KeepsNothingOfTheResponse(t *testing.T) {
	t.Parallel()
	values := []string{"a"}
	header := http.Header{}
	if _, err := sdkrun.Head(header, &sdk.Response{Header: http.Header{"X": values}}); err != nil {
		t.Fatal(err)
	}
	values[0] = "changed"
	if header.Get("X") != "a" {
		t.Error("the header shares its values with the response")
	}
}

func TestRecorder_StopsWhereItIsNotAllowedToGrow(t *testing.T) {
	t.Parallel()
	full := errors.New("full")
	var sizes []int
	w := sdkrun.Recorder{Allow: func(size int) error {
		sizes = append(sizes, size)
		if size > 4 {
			return full
		}
		return nil
	}}
	for _, text := range []string{"abc", "de", "f"} {
		n, err := w.Write([]byte(text))
		if want := text != "de"; (err == nil) != want || want && n != len(text) || !want && (n != 0 || !errors.Is(err, full)) {
			t.Errorf("writing %q: %d, %v", text, n, err)
		}
	}
	if r := w.Response(); string(r.Body) != "abcf" || fmt.Sprint(sizes) != "[3 5 4]" {
		t.Errorf("got %q after asking for %v", r.Body, sizes)
	}
}

func TestAttrs_AlternateKeysAndValues(t *testing.T) {
	t.Parallel()
	text := func(v any) string { return fmt.Sprintf("<%v>", v) }
	tests := []struct {
		args []any
		want map[string]string
	}{
		{nil, nil},
		{[]any{"a", "x", "b", 1}, map[string]string{"a": "x", "b": "<1>"}},
		{[]any{"a"}, map[string]string{"!BADKEY": "a"}},
		{[]any{7, "a", nil}, map[string]string{"!BADKEY": "<7>", "a": "<<nil>>"}},
		{[]any{"a", 1, "a", 2}, map[string]string{"a": "<2>"}},
	}
	for _, tt := range tests {
		if got := sdkrun.Attrs(tt.args, text); !maps.Equal(got, tt.want) {
			t.Errorf("%v: got %v, want %v", tt.args, got, tt.want)
		}
	}
}
