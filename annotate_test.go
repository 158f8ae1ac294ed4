package picloud

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/caddyserver/caddy/v2"
	"go.opentelemetry.io/otel/attribute"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"

	"github.com/picloud/picloud/sandbox"
	"github.com/picloud/picloud/store"
)

func TestAnnotation_AddsASpanBelowTheRequests(t *testing.T) {
	t.Parallel()
	recorder := tracetest.NewSpanRecorder()
	provider := sdktrace.NewTracerProvider(sdktrace.WithSpanProcessor(recorder))
	ctx, parent := provider.Tracer("test").Start(t.Context(), "request")

	bound := boundRoute{script: &script{name: "greet", source: sandbox.Script{Version: 3}}}
	note := annotation{executionID: "the-id", bound: bound}
	request := note.begin(httptest.NewRequestWithContext(ctx, "GET", "/", nil))
	if request.Context() == ctx {
		t.Error("the execution does not run within its span")
	}
	note.end(&sandbox.Result{Outcome: sandbox.Timeout, Error: "a secret"})
	parent.End()

	spans := recorder.Ended()
	if len(spans) != 2 {
		t.Fatalf("%d spans, want 2", len(spans))
	}
	span := spans[0]
	if span.Parent().SpanID() != parent.SpanContext().SpanID() || span.Name() != "picloud greet" {
		t.Errorf("span %q below %v", span.Name(), span.Parent())
	}
	for _, want := range []attribute.KeyValue{
		attribute.String("picloud.execution_id", "the-id"),
		attribute.Int64("picloud.version", 3),
		attribute.String("picloud.outcome", "timeout"),
	} {
		found := false
		for _, got := range span.Attributes() {
			found = found || got == want
		}
		if !found {
			t.Errorf("no attribute %v in %v", want, span.Attributes())
		}
	}
	if span.Status().Description != "timeout" {
		t.Errorf("status %+v", span.Status())
	}
}

func TestAnnotation_AnswersPlaceholders(t *testing.T) {
	t.Parallel()
	replacer := caddy.NewReplacer()
	ctx := context.WithValue(t.Context(), caddy.ReplacerCtxKey, replacer)
	id := store.NewID()
	bound := boundRoute{id: id, script: &script{id: id, name: "greet", source: sandbox.Script{Version: 3}}}

	request := httptest.NewRequestWithContext(ctx, http.MethodGet, "/", nil)
	note := annotation{executionID: "the-id", bound: bound}
	if note.begin(request) != request {
		t.Error("a request that is not traced is copied")
	}
	note.end(&sandbox.Result{Outcome: sandbox.OK})
	got := replacer.ReplaceAll("{http.picloud.execution_id} {http.picloud.script} {http.picloud.script_id} {http.picloud.version} "+
		"{http.picloud.route_id} {http.picloud.outcome} {http.picloud.nothing}", "-")
	if want := "the-id greet " + id.String() + " 3 " + id.String() + " ok -"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestAnnotation_TellsTheAccessLogTheExecution(t *testing.T) {
	s := startServer(t, nil, nil)
	file := filepath.Join(t.TempDir(), "access.log")
	var config map[string]any
	if err := json.Unmarshal(s.config(nil, nil), &config); err != nil {
		t.Fatal(err)
	}
	config["logging"].(map[string]any)["logs"].(map[string]any)["access"] = map[string]any{
		"include": []string{"http.log.access"},
		"writer":  map[string]any{"output": "file", "filename": file},
	}
	config["apps"].(map[string]any)["http"].(map[string]any)["servers"].(map[string]any)["test"].(map[string]any)["logs"] = map[string]any{}
	logged, err := json.Marshal(config)
	if err != nil {
		t.Fatal(err)
	}
	if err := caddy.Load(logged, true); err != nil {
		t.Fatal(err)
	}
	s.route(s.script("greet", `return "hello", nil`, nil), map[string]any{"path": "/greet"})
	response := s.do("GET", "/greet", nil)
	id := response.Header.Get(executionIDHeader)
	eventually(t, "the access log has the execution", func() bool {
		text, err := os.ReadFile(file)
		return err == nil && strings.Contains(string(text), `"execution_id":"`+id+`"`)
	})
}
