package yaegi

import (
	"log/slog"

	"github.com/picloud/picloud/sandbox/yaegi/symbols"
	"github.com/picloud/picloud/sdk"
)

// badKey is the key of a value that has none, as in log/slog.
const badKey = "!BADKEY"

// logger is the ctx.Log of a call.
func (h *host) logger() *sdk.Logger {
	return sdk.NewLogger(func(level slog.Level, msg string, args []any) {
		if h.inv == nil || h.inv.Log == nil {
			return
		}
		h.Charge(int64(len(args)))
		h.inv.Log(level, msg, h.attributes(args))
	})
}

// attributes are args in the manner of log/slog: keys and values that
// alternate.
func (h *host) attributes(args []any) map[string]string {
	if len(args) == 0 {
		return nil
	}
	attrs := make(map[string]string, len(args)/2+1)
	for len(args) > 0 {
		key, isKey := args[0].(string)
		switch {
		case !isKey:
			attrs[badKey] = h.textOf(args[0])
			args = args[1:]
		case len(args) == 1:
			attrs[badKey] = key
			args = nil
		default:
			attrs[key] = h.textOf(args[1])
			args = args[2:]
		}
	}
	return attrs
}

func (h *host) textOf(v any) string {
	if s, ok := v.(string); ok {
		return s
	}
	return symbols.Sprint(h, v)
}
