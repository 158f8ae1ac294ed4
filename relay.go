package picloud

import (
	"context"
	"log/slog"
	"slices"
	"sync/atomic"
)

// relay logs for what outlives configs: to the logger of one config after the
// other, since Caddy closes a config's log when the config ends. It is safe for
// concurrent use.
type relay struct{ to atomic.Pointer[slog.Handler] }

func newRelay(to *slog.Logger) *relay {
	r := new(relay)
	r.set(to)
	return r
}

// set has logged to another logger from now on.
func (r *relay) set(to *slog.Logger) { r.to.Store(new(to.Handler())) }

// logger returns a logger for as long as what logs lives.
func (r *relay) logger() *slog.Logger { return slog.New(relayHandler{relay: r}) }

// relayHandler is the handler of a relay's logger, or of one that is made of it.
type relayHandler struct {
	relay *relay
	with  []func(slog.Handler) slog.Handler // attributes and groups, as they were added
}

// Enabled implements slog.Handler.
func (h relayHandler) Enabled(ctx context.Context, level slog.Level) bool {
	return (*h.relay.to.Load()).Enabled(ctx, level)
}

// Handle implements slog.Handler.
func (h relayHandler) Handle(ctx context.Context, r slog.Record) error {
	to := *h.relay.to.Load()
	for _, with := range h.with {
		to = with(to)
	}
	return to.Handle(ctx, r)
}

// WithAttrs implements slog.Handler.
func (h relayHandler) WithAttrs(attrs []slog.Attr) slog.Handler {
	return h.and(func(to slog.Handler) slog.Handler { return to.WithAttrs(attrs) })
}

// WithGroup implements slog.Handler.
func (h relayHandler) WithGroup(name string) slog.Handler {
	return h.and(func(to slog.Handler) slog.Handler { return to.WithGroup(name) })
}

func (h relayHandler) and(with func(slog.Handler) slog.Handler) relayHandler {
	return relayHandler{h.relay, append(slices.Clip(h.with), with)}
}

// Interface guards
var _ slog.Handler = relayHandler{}
