package sdk_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"testing"

	"github.com/picloud/picloud/sdk"
)

func TestResponseOf_FollowsTheRules(t *testing.T) {
	t.Parallel()
	failure := errors.New("database password is hunter2")
	tests := []struct {
		name        string
		value       any
		err         error
		status      int
		contentType string
		body        string
		failed      bool
	}{
		{name: "nil is no content", status: 204},
		{name: "string is text", value: "hi", status: 200, contentType: "text/plain; charset=utf-8", body: "hi"},
		{name: "empty string is text", value: "", status: 200, contentType: "text/plain; charset=utf-8"},
		{name: "bytes are sniffed", value: []byte("%PDF-1.7"), status: 200, contentType: "application/pdf", body: "%PDF-1.7"},
		{name: "map is JSON", value: map[string]any{"a": 1}, status: 200, contentType: "application/json", body: `{"a":1}`},
		{name: "number is JSON", value: 42, status: 200, contentType: "application/json", body: `42`},
		{name: "response is itself", value: sdk.Text(418, "teapot"), status: 418, contentType: "text/plain; charset=utf-8", body: "teapot"},
		{name: "response by value is itself", value: *sdk.Text(201, "made"), status: 201, contentType: "text/plain; charset=utf-8", body: "made"},
		{name: "nil response is no content", value: (*sdk.Response)(nil), status: 204},
		{name: "status error is JSON", err: sdk.Error(404, "no such user"), status: 404, contentType: "application/json", body: `{"error":"no such user"}`},
		{name: "wrapped status error is JSON", err: fmt.Errorf("loading: %w", sdk.Error(409, "taken")), status: 409, contentType: "application/json", body: `{"error":"taken"}`},
		{name: "status error wins over a value", value: "ignored", err: sdk.Error(400, "bad"), status: 400, contentType: "application/json", body: `{"error":"bad"}`},
		{name: "status error out of range is 500", err: sdk.Error(200, "odd"), status: 500, contentType: "application/json", body: `{"error":"odd"}`},
		{name: "other error fails", err: failure, failed: true},
		{name: "what JSON cannot hold fails", value: func() {}, failed: true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, err := sdk.ResponseOf(tt.value, tt.err)
			if tt.failed {
				if err == nil || got != nil {
					t.Fatalf("got %v, %v; want no response and an error", got, err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if got.Status != tt.status || got.Header.Get("Content-Type") != tt.contentType || string(got.Body) != tt.body {
				t.Errorf("got %d %q %q, want %d %q %q", got.Status, got.Header.Get("Content-Type"), got.Body,
					tt.status, tt.contentType, tt.body)
			}
		})
	}
}

func TestRedirect_TakesOnlyRedirectStatuses(t *testing.T) {
	t.Parallel()
	for status, want := range map[int]int{301: 301, 303: 303, 308: 308, 200: 302, 404: 302, 0: 302} {
		r := sdk.Redirect(status, "/there")
		if r.Status != want || r.Header.Get("Location") != "/there" {
			t.Errorf("Redirect(%d): got %d to %q, want %d", status, r.Status, r.Header.Get("Location"), want)
		}
	}
}

func TestJSON_AnswersWhatCannotBeEncodedWith500(t *testing.T) {
	t.Parallel()
	r := sdk.JSON(http.StatusCreated, make(chan int))
	if r.Status != 500 || !json.Valid(r.Body) {
		t.Errorf("got %d %q, want 500 and JSON", r.Status, r.Body)
	}
	r = sdk.JSON(http.StatusCreated, []string{"a"})
	if r.Status != 201 || string(r.Body) != `["a"]` {
		t.Errorf("got %d %q", r.Status, r.Body)
	}
}

func TestRequestJSON_ReportsBadBodiesAs400(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, body string
		want       string // part of the message; "" is success
	}{
		{"object", `{"n": 1}`, ""},
		{"with space around", " {\"n\": 1}\n", ""},
		{"empty", "", "empty"},
		{"only space", " \n", "empty"},
		{"broken", `{"n": `, "not the JSON expected"},
		{"wrong type", `{"n": "one"}`, "not the JSON expected"},
		{"two values", `{"n": 1} {"n": 2}`, "more than one"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var v struct {
				N int `json:"n"`
			}
			err := (&sdk.Request{Body: []byte(tt.body)}).JSON(&v)
			if tt.want == "" {
				if err != nil || v.N != 1 {
					t.Fatalf("got %d, %v", v.N, err)
				}
				return
			}
			status, ok := errors.AsType[*sdk.StatusError](err)
			if !ok || status.Status != 400 || !strings.Contains(status.Message, tt.want) {
				t.Errorf("got %v, want 400 with %q", err, tt.want)
			}
		})
	}
}

func TestLogger_HandsOnLevelMessageAndPairs(t *testing.T) {
	t.Parallel()
	var got []string
	l := sdk.NewLogger(func(level slog.Level, msg string, args []any) {
		got = append(got, fmt.Sprint(level, " ", msg, " ", args))
	})
	l.Debug("a")
	l.Info("b", "k", 1)
	l.Warn("c", "k", "v")
	l.Error("d")
	want := "DEBUG a []|INFO b [k 1]|WARN c [k v]|ERROR d []"
	if s := strings.Join(got, "|"); s != want {
		t.Errorf("got %s, want %s", s, want)
	}
}

func TestLogger_ZeroAndNilDropLines(t *testing.T) {
	t.Parallel()
	var none *sdk.Logger
	none.Info("dropped")
	new(sdk.Logger).Info("dropped")
}
