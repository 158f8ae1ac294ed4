package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

// limiter gives every statement, and every wait for a connection, a time limit
// beside that of its caller: a database that has frozen answers none of them.
// It does so as a tracer, which sees all there is.
type limiter struct{ limit time.Duration }

type (
	limitKey  struct{}
	cancelKey struct{}
)

// withLimit gives the statements of a context another limit.
func withLimit(ctx context.Context, limit time.Duration) context.Context {
	return context.WithValue(ctx, limitKey{}, limit)
}

func (l limiter) start(ctx context.Context) context.Context {
	limit := l.limit
	if own, ok := ctx.Value(limitKey{}).(time.Duration); ok {
		limit = own
	}
	ctx, cancel := context.WithTimeout(ctx, limit)
	return context.WithValue(ctx, cancelKey{}, cancel)
}

func end(ctx context.Context) {
	if cancel, ok := ctx.Value(cancelKey{}).(context.CancelFunc); ok {
		cancel()
	}
}

// TraceAcquireStart implements pgxpool.AcquireTracer.
func (l limiter) TraceAcquireStart(ctx context.Context, _ *pgxpool.Pool, _ pgxpool.TraceAcquireStartData) context.Context {
	return l.start(ctx)
}

// TraceAcquireEnd implements pgxpool.AcquireTracer.
func (limiter) TraceAcquireEnd(ctx context.Context, _ *pgxpool.Pool, _ pgxpool.TraceAcquireEndData) {
	end(ctx)
}

// TraceQueryStart implements pgx.QueryTracer.
func (l limiter) TraceQueryStart(ctx context.Context, _ *pgx.Conn, _ pgx.TraceQueryStartData) context.Context {
	return l.start(ctx)
}

// TraceQueryEnd implements pgx.QueryTracer.
func (limiter) TraceQueryEnd(ctx context.Context, _ *pgx.Conn, _ pgx.TraceQueryEndData) { end(ctx) }

// TracePrepareStart implements pgx.PrepareTracer.
func (l limiter) TracePrepareStart(ctx context.Context, _ *pgx.Conn, _ pgx.TracePrepareStartData) context.Context {
	return l.start(ctx)
}

// TracePrepareEnd implements pgx.PrepareTracer.
func (limiter) TracePrepareEnd(ctx context.Context, _ *pgx.Conn, _ pgx.TracePrepareEndData) { end(ctx) }

// TraceBatchStart implements pgx.BatchTracer.
func (l limiter) TraceBatchStart(ctx context.Context, _ *pgx.Conn, _ pgx.TraceBatchStartData) context.Context {
	return l.start(ctx)
}

// TraceBatchQuery implements pgx.BatchTracer.
func (limiter) TraceBatchQuery(context.Context, *pgx.Conn, pgx.TraceBatchQueryData) {}

// TraceBatchEnd implements pgx.BatchTracer.
func (limiter) TraceBatchEnd(ctx context.Context, _ *pgx.Conn, _ pgx.TraceBatchEndData) { end(ctx) }

// TraceCopyFromStart implements pgx.CopyFromTracer.
func (l limiter) TraceCopyFromStart(ctx context.Context, _ *pgx.Conn, _ pgx.TraceCopyFromStartData) context.Context {
	return l.start(ctx)
}

// TraceCopyFromEnd implements pgx.CopyFromTracer.
func (limiter) TraceCopyFromEnd(ctx context.Context, _ *pgx.Conn, _ pgx.TraceCopyFromEndData) {
	end(ctx)
}

// Interface guards
var (
	_ pgxpool.AcquireTracer = limiter{}
	_ pgx.QueryTracer       = limiter{}
	_ pgx.PrepareTracer     = limiter{}
	_ pgx.BatchTracer       = limiter{}
	_ pgx.CopyFromTracer    = limiter{}
)
