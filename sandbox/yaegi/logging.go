package yaegi

import (
	"log/slog"

	"github.com/picloud/picloud/sandbox/yaegi/symbols"
	"github.com/picloud/picloud/sdk"
	"github.com/picloud/picloud/sdk/sdkrun"
)

// logger is the ctx.Log of a call.
func (h *host) logger() *sdk.Logger {
	if h.log != nil {
		return h.log
	}
	h.log = sdk.NewLogger(func(level slog.Level, msg string, args []any) {
		if h.inv == nil || h.inv.Log == nil {
			return
		}
		h.Charge(int64(len(args)))
		h.inv.Log(level, msg, sdkrun.Attrs(args, func(v any) string { return symbols.Sprint(h, v) }))
	})
	return h.log
}
