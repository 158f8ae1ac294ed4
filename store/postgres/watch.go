package postgres

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/picloud/picloud/store"
)

// channel is what the trigger on the revisions notifies. It is one for the
// whole database; what is said begins with the schema.
const channel = "picloud"

const (
	// While notifications arrive, the revision is read this often for those
	// that got lost; otherwise it is what finds the changes.
	pollListening = time.Second
	pollDeaf      = 50 * time.Millisecond
	pollFailed    = 500 * time.Millisecond

	// The connection that listens is tried when it was silent for so long.
	listenPing = 5 * time.Second

	// watchPatience is how long reading the revision may take, and an answer
	// on the connection that listens.
	watchPatience = 3 * time.Second

	// echoPatience is how long a notification may take to arrive; then the
	// connection is taken for one on which none does, and tried again later.
	echoPatience = 2 * time.Second
	deafRetry    = time.Minute

	listenRetryMin = 10 * time.Millisecond
	listenRetryMax = 500 * time.Millisecond
)

// errDeaf is why a connection that could listen is given up.
var errDeaf = errors.New("no notification arrives")

// watcher follows the revision for one receiver. One goroutine reads it, and
// another listens for what tells that it is time to.
type watcher struct {
	store     *Store
	wake      chan struct{}
	listening atomic.Bool
	lost      bool // a connection that listened: the next one may be to another server

	// heard is the revision that was told of last, 0 for none since then.
	heard atomic.Int64

	// anew tells that the server may be another one than before.
	anew atomic.Bool
}

// Revisions implements store.Watcher. It listens for the notifications of the
// database. Where none arrive, as behind PgBouncer, it reads the revision 20
// times a second instead.
func (s *Store) Revisions(ctx context.Context) <-chan int64 {
	ctx, cancel := context.WithCancel(ctx)
	unhook := context.AfterFunc(s.life, cancel)
	w := &watcher{store: s, wake: make(chan struct{}, 1)}
	out := make(chan int64, 1)
	follow := func() {
		defer unhook()
		defer cancel()
		defer close(out)
		w.follow(ctx, out)
	}
	s.starting.Lock()
	defer s.starting.Unlock()
	if s.life.Err() != nil {
		cancel()
		close(out)
		return out
	}
	s.background.Go(func() { w.listen(ctx) })
	s.background.Go(follow)
	return out
}

// follow sends the revision whenever it is another one.
func (w *watcher) follow(ctx context.Context, out chan int64) {
	var last int64
	known, failing := false, false
	for ctx.Err() == nil {
		var err error
		revision := w.heard.Swap(0)
		if !known || revision <= last || w.anew.Load() {
			revision, err = w.read(ctx)
		}
		wait := pollDeaf
		switch {
		case ctx.Err() != nil:
			return
		case err != nil:
			wait = pollFailed
			if !failing {
				w.store.logger.Warn("postgres: changes by other nodes cannot be followed", "error", err)
			}
			failing = true
		default:
			if failing {
				w.store.logger.Info("postgres: changes by other nodes are followed again")
				w.anew.Store(true)
			}
			failing = false
			if w.listening.Load() {
				wait = pollListening
			}
			// Another one and not only a greater one: a backup may have been
			// restored.
			if w.anew.Swap(false) || !known || revision != last {
				replace(out, revision)
			}
			known, last = true, revision
		}
		select {
		case <-ctx.Done():
		case <-w.wake:
		case <-time.After(wait):
		}
	}
}

func (w *watcher) read(ctx context.Context) (int64, error) {
	ctx, cancel := context.WithTimeout(ctx, watchPatience)
	defer cancel()
	return w.store.Revision(ctx)
}

// replace sends a revision instead of one that nobody has received. There is
// one sender.
func replace(out chan int64, revision int64) {
	select {
	case <-out:
	default:
	}
	out <- revision
}

// rouse makes follow read the revision now.
func (w *watcher) rouse() {
	select {
	case w.wake <- struct{}{}:
	default:
	}
}

// listen keeps a connection that listens.
func (w *watcher) listen(ctx context.Context) {
	retry, deaf := listenRetryMin, false // deaf is said once
	for ctx.Err() == nil {
		err := w.session(ctx)
		wait := retry
		retry = min(2*retry, listenRetryMax)
		if w.listening.Swap(false) {
			retry, deaf = listenRetryMin, false
			wait = retry
			w.lost = true
			w.rouse()
		}
		switch {
		case ctx.Err() != nil:
			return
		case errors.Is(err, errDeaf):
			wait = deafRetry
			if !deaf {
				w.store.logger.Warn("postgres: no notifications arrive, so changes by other nodes are polled for: a pooler needs a direct connection beside it",
					"every", pollDeaf)
			}
			deaf = true
		case sqlState(err) == readOnlyTransaction:
			wait = deafRetry
			if !deaf {
				w.store.logger.Warn("postgres: no notifications arrive at a standby, so changes by other nodes are polled for",
					"every", pollDeaf)
			}
			deaf = true
		default:
			w.store.logger.Debug("postgres: the connection that listens is lost", "error", err)
		}
		select {
		case <-ctx.Done():
		case <-time.After(wait):
		}
	}
}

// session listens on one connection until it is lost.
func (w *watcher) session(ctx context.Context) error {
	conn, err := connect(ctx, w.store.listen.ConnConfig)
	if err != nil {
		return err
	}
	defer func() {
		closing, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
		defer cancel()
		_ = conn.Close(closing) // it is lost, or of no use any more
	}()
	if err := run(ctx, conn, `LISTEN `+channel); err != nil {
		return err
	}
	if err := w.echo(ctx, conn); err != nil {
		return err
	}
	w.listening.Store(true)
	if w.lost {
		w.anew.Store(true)
	}
	w.rouse() // for what came before
	for {
		heard, err := receive(ctx, conn, listenPing)
		switch {
		case err == nil:
			w.hear(heard)
		case ctx.Err() == nil && pgconn.Timeout(err) && !conn.IsClosed():
			// Nothing was said, or the other end is gone.
			if err := run(ctx, conn, `SELECT 1`); err != nil {
				return err
			}
		default:
			return err
		}
	}
}

// hear looks at a notification: only that of a revision of this schema counts.
// It says which one, so that nobody has to ask.
func (w *watcher) hear(heard *pgconn.Notification) {
	rest, ok := strings.CutPrefix(heard.Payload, w.store.schemaName+" ")
	if !ok {
		return
	}
	number, _ := strings.CutPrefix(rest, "table ")
	if revision, err := strconv.ParseInt(number, 10, 64); err == nil {
		w.heard.Store(revision)
	}
	w.rouse()
}

// echo sends a notification over the pool and waits for it. A pooler takes a
// LISTEN without an error and never delivers anything.
func (w *watcher) echo(ctx context.Context, conn *pgx.Conn) error {
	word := "echo of " + store.NewID().String()
	if _, err := w.store.pool.Exec(withLimit(ctx, watchPatience), `SELECT pg_notify($1, $2)`, channel, word); err != nil {
		return fmt.Errorf("notifying: %w", err)
	}
	deadline := time.Now().Add(echoPatience)
	for {
		heard, err := receive(ctx, conn, time.Until(deadline))
		switch {
		case err == nil && heard.Payload == word:
			return nil
		case err == nil:
			w.hear(heard)
		case ctx.Err() == nil && pgconn.Timeout(err):
			return errDeaf
		default:
			return err
		}
	}
}

// connect tries one address after the other: those before the right one may be
// of machines that are gone, and take their time.
func connect(ctx context.Context, config *pgx.ConnConfig) (*pgx.Conn, error) {
	patience := watchPatience + time.Duration(len(config.Fallbacks))*config.ConnectTimeout
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	return pgx.ConnectConfig(ctx, config)
}

func run(ctx context.Context, conn *pgx.Conn, statement string) error {
	ctx, cancel := context.WithTimeout(ctx, watchPatience)
	defer cancel()
	_, err := conn.Exec(ctx, statement)
	return err
}

func receive(ctx context.Context, conn *pgx.Conn, patience time.Duration) (*pgconn.Notification, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	return conn.WaitForNotification(ctx)
}
