package sdk

import "log/slog"

// Logger writes lines to the execution's record. Its methods take a message
// and key/value pairs in the manner of log/slog.
type Logger struct {
	emit func(level slog.Level, msg string, args []any)
}

// NewLogger returns a Logger that hands each line to emit, which must not
// keep args. It is for PiCloud and for test harnesses.
func NewLogger(emit func(level slog.Level, msg string, args []any)) *Logger {
	return &Logger{emit: emit}
}

// Debug logs a detail that matters while developing.
func (l *Logger) Debug(msg string, args ...any) { l.log(slog.LevelDebug, msg, args) }

// Info logs a normal event.
func (l *Logger) Info(msg string, args ...any) { l.log(slog.LevelInfo, msg, args) }

// Warn logs something unexpected that the script could deal with.
func (l *Logger) Warn(msg string, args ...any) { l.log(slog.LevelWarn, msg, args) }

// Error logs a failure.
func (l *Logger) Error(msg string, args ...any) { l.log(slog.LevelError, msg, args) }

func (l *Logger) log(level slog.Level, msg string, args []any) {
	if l == nil || l.emit == nil {
		return
	}
	l.emit(level, msg, args)
}
