package remote

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/picloud/picloud/sandbox"
	"github.com/picloud/picloud/sandbox/remote/wire"
)

// peer is a node as an Executor sees it.
type peer struct {
	name      string              // as it was configured
	urls      map[string]*url.URL // of operations
	key       string
	transport *http.Transport
	logger    *slog.Logger
	interval  time.Duration

	inFlight atomic.Int64
	others   atomic.Int64            // executions of other callers, when it last told
	toldAt   atomic.Int64            // when that was, in Unix nanoseconds
	trouble  atomic.Pointer[trouble] // nil while it is up
	walls    atomic.Pointer[[]sandbox.Wall]
	lookedAt atomic.Int64 // when it last told of itself, in Unix nanoseconds

	known  sync.Map     // scriptKey: those whose source it has, as far as is known
	extent atomic.Int64 // how many they are, at most

	mu      sync.Mutex
	looking chan struct{} // closed when it was looked at; nil while nobody looks
}

// trouble is why nothing is sent to a peer for a while.
type trouble struct {
	reason string
	since  time.Time
	until  time.Time // when it is worth looking again
	times  int       // in a row
}

func newPeer(name string, u *url.URL, o Options) *peer {
	config := &tls.Config{MinVersion: tls.VersionTLS12}
	if o.TLS != nil {
		config = o.TLS.Clone()
	}
	urls := map[string]*url.URL{}
	for _, operation := range [...]string{pathExecute, pathPrepare, pathCheck, pathRetire, pathRevoke, pathStatus} {
		one := *u
		one.Path += "/" + versionSegment + "/" + operation
		urls[operation] = &one
	}
	dialer := &net.Dialer{Timeout: o.DialTimeout, KeepAlive: 15 * time.Second}
	return &peer{
		name:     name,
		urls:     urls,
		key:      o.Key,
		logger:   o.Logger,
		interval: o.HealthInterval,
		transport: &http.Transport{
			DialContext:         dialer.DialContext,
			TLSClientConfig:     config,
			TLSHandshakeTimeout: o.DialTimeout,
			ForceAttemptHTTP2:   true,
			HTTP2:               &http.HTTP2Config{SendPingTimeout: pingAfter, PingTimeout: pingAfter},
			MaxIdleConnsPerHost: 256,
			IdleConnTimeout:     idleConnection,
			DisableCompression:  true,
			WriteBufferSize:     32 << 10,
			ReadBufferSize:      32 << 10,
		},
	}
}

// request makes a request for an operation.
func (p *peer) request(ctx context.Context, operation string, payload []byte) *http.Request {
	r := &http.Request{
		Method:        http.MethodPost,
		URL:           p.urls[operation],
		Header:        http.Header{"Content-Type": {contentType}, "User-Agent": {"PiCloud"}},
		Body:          io.NopCloser(bytes.NewReader(payload)),
		ContentLength: int64(len(payload)),
		// Where it is certain that nothing was read of a request, as HTTP/2 can
		// tell, the transport sends it again.
		GetBody: func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(payload)), nil },
	}
	if len(payload) == 0 {
		r.Body = http.NoBody
	}
	if p.key != "" {
		r.Header["Authorization"] = []string{bearer + p.key}
	}
	return r.WithContext(ctx)
}

// refusal says that a node has answered, and did not do what it was asked to:
// nothing has begun.
type refusal struct {
	reason string // one of a Handler's, or empty
	detail string
}

// Error returns the node's words.
func (e *refusal) Error() string { return e.detail }

// lasting reports whether a node that refuses so is not worth asking again
// shortly.
func (e *refusal) lasting() bool {
	switch e.reason {
	case refusedKey, refusedVersion, refusedDraining, "":
		return true
	}
	return false
}

// accept looks at the head of an answer. The error is a *refusal when the node
// has certainly begun nothing.
func accept(response *http.Response) error {
	ours := response.Header.Get(nodeHeader) != ""
	reason := response.Header.Get(refusalHeader)
	switch {
	case ours && response.StatusCode == http.StatusOK:
		return nil
	case ours && reason != "":
		detail, err := io.ReadAll(io.LimitReader(response.Body, maxDetail))
		if err != nil {
			detail = []byte(reason)
		}
		return &refusal{reason: reason, detail: strings.ToValidUTF8(string(detail), "\uFFFD")}
	}
	switch response.StatusCode {
	case http.StatusOK, http.StatusUnauthorized, http.StatusForbidden, http.StatusNotFound, http.StatusMethodNotAllowed, http.StatusMisdirectedRequest:
		// Somebody in front of the executor, or in its place.
		return &refusal{detail: fmt.Sprintf("no executor answers there, but something else, with status %d", response.StatusCode)}
	}
	return fmt.Errorf("it answers with status %d", response.StatusCode)
}

const maxDetail = 1 << 10

// ask has a node do something that is no execution, and returns the answer of at
// most limit bytes. A connection that is lost is tried again once.
func (p *peer) ask(ctx context.Context, operation string, payload []byte, limit int) (string, error) {
	answer, err := p.askOnce(ctx, operation, payload, limit)
	if _, refused := errors.AsType[*refusal](err); err != nil && !refused && ctx.Err() == nil {
		return p.askOnce(ctx, operation, payload, limit)
	}
	return answer, err
}

func (p *peer) askOnce(ctx context.Context, operation string, payload []byte, limit int) (string, error) {
	response, err := p.transport.RoundTrip(p.request(ctx, operation, payload))
	if err != nil {
		return "", err
	}
	defer func() { _ = response.Body.Close() }() // what is wanted of it was read
	if err := accept(response); err != nil {
		return "", err
	}
	body, err := io.ReadAll(io.LimitReader(response.Body, int64(limit)+1))
	if err == nil && len(body) > limit {
		err = wire.Errorf("an answer of more than %d bytes", limit)
	}
	return string(body), err
}

// load is how much a peer has to do. What it told of other callers counts for a
// moment: without requests to it nothing newer would be known.
func (p *peer) load() int64 {
	n := p.inFlight.Load()
	if others := p.others.Load(); others > 0 && time.Now().UnixNano()-p.toldAt.Load() < int64(toldFor) {
		n += others
	}
	return n
}

// told notes how many executions are in progress on a node.
func (p *peer) told(load int) {
	p.others.Store(max(int64(load)-p.inFlight.Load(), 0))
	p.toldAt.Store(time.Now().UnixNano())
}

// fail notes that a node is not to be asked for a while, a longer one each time.
func (p *peer) fail(err error) {
	now := time.Now()
	next := &trouble{reason: err.Error(), since: now, times: 1}
	before := p.trouble.Load()
	if before != nil {
		next.since, next.times = before.since, before.times+1
	}
	next.until = now.Add(min(firstRest<<min(next.times-1, 10), p.interval))
	p.trouble.Store(next)
	if before == nil || before.reason != next.reason {
		p.logger.Warn("an executor node is down", "node", p.name, "error", err)
	}
}

// recover notes that a node does what it is asked to.
func (p *peer) recover() {
	if p.trouble.Load() == nil {
		return
	}
	if before := p.trouble.Swap(nil); before != nil {
		p.logger.Info("an executor node is up again", "node", p.name, "down", time.Since(before.since).Round(time.Millisecond))
	}
}

// up reports whether executions are sent to a node.
func (p *peer) up() bool { return p.trouble.Load() == nil }

// look asks a node how it is.
func (p *peer) look(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, answerTime)
	defer cancel()
	payload, err := p.ask(ctx, pathStatus, nil, wire.MaxStatus)
	if err != nil {
		return err
	}
	status, err := wire.DecodeStatus(payload)
	if err != nil {
		return err
	}
	p.told(status.Load)
	p.walls.Store(&status.Walls)
	p.lookedAt.Store(time.Now().UnixNano())
	return nil
}

// knows reports whether the node has a script's source, as far as is known.
func (p *peer) knows(key scriptKey) bool {
	_, ok := p.known.Load(key)
	return ok
}

// learn notes whether the node has a script's source.
func (p *peer) learn(key scriptKey, has bool) {
	if !has {
		p.known.Delete(key)
		return
	}
	if p.knows(key) {
		return
	}
	if p.extent.Add(1) > maxSources {
		p.known.Clear()
		p.extent.Store(1)
	}
	p.known.Store(key, struct{}{})
}

// forget notes that the node has no source of a script.
func (p *peer) forget(id string) {
	p.known.Range(func(key, _ any) bool {
		if key.(scriptKey).id == id {
			p.known.Delete(key)
		}
		return true
	})
}
