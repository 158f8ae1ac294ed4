package local

import (
	"log/slog"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/picloud/picloud/sandbox"
)

// levelPrint is the level of lines that were printed.
const levelPrint = "print"

// logs collects what one execution logs, within limits. It has a lock because
// a call that was given up may log on.
type logs struct {
	mu       sync.Mutex
	maxLines int
	bytes    int
	list     []sandbox.LogLine
	dropped  int
	partial  []byte // printed, without its newline yet
}

// log is sandbox.Invocation.Log.
func (l *logs) log(level slog.Level, msg string, attrs map[string]string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.flush()
	l.add(strings.ToLower(level.String()), msg, attrs)
}

// print is sandbox.Invocation.Print. Printed text is cut into lines.
func (l *logs) print(text string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for {
		line, rest, whole := strings.Cut(text, "\n")
		room := max(l.bytes-len(l.partial), 0)
		if len(line) > room {
			line = line[:room]
		}
		if !whole {
			l.partial = append(l.partial, line...)
			return
		}
		l.add(levelPrint, string(l.partial)+line, nil)
		l.partial = l.partial[:0]
		text = rest
		if text == "" {
			return
		}
	}
}

// flush makes a line of what was printed without a newline.
func (l *logs) flush() {
	if len(l.partial) > 0 {
		l.add(levelPrint, string(l.partial), nil)
		l.partial = l.partial[:0]
	}
}

func (l *logs) add(level, msg string, attrs map[string]string) {
	size := len(msg)
	for key, value := range attrs {
		size += len(key) + len(value)
	}
	if len(l.list) >= l.maxLines || l.bytes <= 0 {
		l.dropped++
		return
	}
	if size > l.bytes {
		// What is left of the room goes to the message.
		msg, attrs = msg[:min(len(msg), l.bytes)], nil
		size = l.bytes
		l.dropped++
	}
	l.bytes -= size
	l.list = append(l.list, sandbox.LogLine{Time: time.Now(), Level: level, Message: sandbox.CleanText(msg), Attrs: cleanAll(attrs)})
}

// lines returns what was logged, and how many lines were dropped or cut.
func (l *logs) lines() ([]sandbox.LogLine, int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.flush()
	return slices.Clip(l.list), l.dropped
}

func cleanAll(attrs map[string]string) map[string]string {
	for key, value := range maps.All(attrs) {
		k, v := sandbox.CleanText(key), sandbox.CleanText(value)
		if k != key {
			delete(attrs, key)
		}
		if k != key || v != value {
			attrs[k] = v
		}
	}
	return attrs
}
