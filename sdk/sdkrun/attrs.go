package sdkrun

// badKey is the key of a value that has none, as in log/slog.
const badKey = "!BADKEY"

// Attrs turns the arguments of a call of [sdk.Logger] into attributes, in the
// manner of log/slog: keys and values that alternate. The text of values that
// are not strings is what text returns. It returns nil when there are none.
func Attrs(args []any, text func(any) string) map[string]string {
	if len(args) == 0 {
		return nil
	}
	written := func(v any) string {
		if s, ok := v.(string); ok {
			return s
		}
		return text(v)
	}
	attrs := make(map[string]string, len(args)/2+1)
	for len(args) > 0 {
		key, isKey := args[0].(string)
		switch {
		case !isKey:
			attrs[badKey] = written(args[0])
			args = args[1:]
		case len(args) == 1:
			attrs[badKey] = key
			args = nil
		default:
			attrs[key] = written(args[1])
			args = args[2:]
		}
	}
	return attrs
}
