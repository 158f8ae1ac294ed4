package cli

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"
)

const (
	// retryWait is how long to wait before the first new attempt, and
	// maxRetryWait before any.
	retryWait    = time.Second
	maxRetryWait = 15 * time.Second

	// silence is how long the server may say nothing, not even that it is
	// there, before the connection counts as broken: three of its heartbeats.
	silence = 50 * time.Second

	// maxEvent is the longest line of an event: an execution with all it may
	// have logged, as JSON.
	maxEvent = 4 << 20
)

// tail follows executions over connections that break.
type tail struct {
	client  *client
	query   url.Values
	wait    time.Duration
	broken  func(error)       // told once when a connection cannot be made again
	dropped func(count int64) // told when the server has left out some

	last string // the id of the last execution
}

// run hands on executions until ctx ends or show fails. The first connection
// must succeed; later ones are made again and again, unless the server refuses.
func (t *tail) run(ctx context.Context, show func(json.RawMessage) error) error {
	connected, told := false, false
	wait := t.wait
	for {
		err := t.connect(ctx, func() { connected, told, wait = true, false, t.wait }, show)
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case !connected:
			return err
		case err == nil:
			// The server has ended it, on a reload: there is another one at once.
		case exitCode(err) != ExitUnavailable:
			return err
		case !told:
			told = true
			t.broken(err)
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(wait):
		}
		if err != nil {
			wait = min(wait*2, maxRetryWait)
		}
	}
}

// connect follows executions over one connection. Its end is no error, unless
// it is one of show.
func (t *tail) connect(ctx context.Context, opened func(), show func(json.RawMessage) error) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	header := []string{"Accept", "text/event-stream"}
	if t.last != "" {
		header = append(header, "Last-Event-ID", t.last)
	}
	response, err := t.client.open(ctx, http.MethodGet, "/logs:tail", t.query, nil, header...)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	opened()
	watchdog := time.AfterFunc(silence, cancel)
	defer watchdog.Stop()
	return events(response.Body, func() { watchdog.Reset(silence) }, func(e event) error {
		switch e.name {
		case "execution":
			if err := show(json.RawMessage(e.data)); err != nil {
				return err
			}
			t.last = e.id
		case "dropped":
			var d struct {
				Count int64 `json:"count"`
			}
			if err := json.Unmarshal([]byte(e.data), &d); err == nil {
				t.dropped(d.Count)
			}
		case "end":
			return io.EOF
		}
		return nil
	})
}

// event is one server-sent event.
type event struct{ name, id, data string }

// events reads server-sent events until the stream ends, breaks, or handle
// returns an error, io.EOF for none. Alive is called for each line.
func events(stream io.Reader, alive func(), handle func(event) error) error {
	lines := bufio.NewScanner(stream)
	lines.Buffer(make([]byte, 0, 64<<10), maxEvent)
	var e event
	var data []string
	for lines.Scan() {
		alive()
		line := lines.Text()
		if line == "" {
			if data != nil {
				e.data = strings.Join(data, "\n")
				if err := handle(e); err != nil {
					if errors.Is(err, io.EOF) {
						return nil
					}
					return err
				}
			}
			e, data = event{id: e.id}, nil
			continue
		}
		field, value, _ := strings.Cut(line, ":")
		value = strings.TrimPrefix(value, " ")
		switch field {
		case "event":
			e.name = value
		case "id":
			e.id = value
		case "data":
			data = append(data, value)
		}
	}
	if errors.Is(lines.Err(), bufio.ErrTooLong) {
		return fmt.Errorf("the server sent an event of more than %s", size(maxEvent))
	}
	// A connection that breaks is made again.
	return nil
}
