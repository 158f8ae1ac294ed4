package picloud

import (
	"net/http"
	"strconv"

	"github.com/caddyserver/caddy/v2"
	"github.com/caddyserver/caddy/v2/modules/caddyhttp"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/trace"
	"go.uber.org/zap"

	"github.com/picloud/picloud/sandbox"
)

// annotation tells Caddy about an execution: its access log gets the
// execution's id, its placeholders {http.picloud.*} the rest, and its trace a
// span.
type annotation struct {
	executionID string
	bound       boundRoute
	outcome     sandbox.Outcome
	span        trace.Span // nil when the request is not traced
}

// begin begins the annotation of a request and returns the request to go on
// with.
func (a *annotation) begin(r *http.Request) *http.Request {
	ctx := r.Context()
	if replacer, ok := ctx.Value(caddy.ReplacerCtxKey).(*caddy.Replacer); ok {
		replacer.Map(a.placeholder)
	}
	// Setting a field costs more than the rest of this, so it is for servers
	// that keep an access log.
	if server, ok := ctx.Value(caddyhttp.ServerCtxKey).(*caddyhttp.Server); ok && server.Logs != nil {
		if fields, ok := ctx.Value(caddyhttp.ExtraLogFieldsCtxKey).(*caddyhttp.ExtraLogFields); ok {
			fields.Set(zap.String("execution_id", a.executionID))
		}
	}
	parent := trace.SpanFromContext(ctx)
	if !parent.IsRecording() {
		return r
	}
	tracer := parent.TracerProvider().Tracer("github.com/picloud/picloud")
	ctx, a.span = tracer.Start(ctx, "picloud "+a.bound.script.name, trace.WithAttributes(
		attribute.String("picloud.execution_id", a.executionID),
		attribute.String("picloud.script", a.bound.script.name),
		attribute.Int64("picloud.version", a.bound.script.source.Version),
		attribute.String("picloud.route_id", a.bound.id.String()),
	))
	return r.WithContext(ctx)
}

// end adds how the execution ended.
func (a *annotation) end(result *sandbox.Result) {
	a.outcome = result.Outcome
	if a.span == nil {
		return
	}
	a.span.SetAttributes(
		attribute.String("picloud.outcome", string(result.Outcome)),
		attribute.Int64("picloud.operations", result.Usage.Operations),
		attribute.Float64("picloud.queued_ms", float64(result.Usage.Queued.Microseconds())/1000),
		attribute.Float64("picloud.warm_ms", float64(result.Usage.Warm.Microseconds())/1000),
	)
	if result.Outcome != sandbox.OK {
		// The error's text may hold what only the owner of the script may see.
		a.span.SetStatus(codes.Error, string(result.Outcome))
	}
	a.span.End()
}

// placeholder is the value of a placeholder of Caddy's.
func (a *annotation) placeholder(key string) (any, bool) {
	switch key {
	case "http.picloud.execution_id":
		return a.executionID, true
	case "http.picloud.script":
		return a.bound.script.name, true
	case "http.picloud.script_id":
		return a.bound.script.id.String(), true
	case "http.picloud.version":
		return strconv.FormatInt(a.bound.script.source.Version, 10), true
	case "http.picloud.route_id":
		return a.bound.id.String(), true
	case "http.picloud.outcome":
		return string(a.outcome), true
	default:
		return nil, false
	}
}
