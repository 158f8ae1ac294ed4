package remote

import (
	"crypto/sha256"
	"crypto/subtle"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"github.com/picloud/picloud/sandbox"
	"github.com/picloud/picloud/sandbox/remote/wire"
)

// HandlerOptions configure a Handler.
type HandlerOptions struct {
	// Keys are the shared keys, of which a caller must know one. More than one
	// is for changing it.
	Keys []string

	// ClientCertificate is whether a caller must have shown a certificate that
	// the server has verified.
	ClientCertificate bool

	// Max are the largest limits that an execution is run under: a higher one
	// is lowered to it. Zero fields are no bound.
	Max sandbox.Limits

	// MaxRequestBody is the largest request body. Zero is 10 MiB.
	MaxRequestBody int64

	// MaxInFlight is how many executions may be in progress on the node,
	// whoever asks for them. More are refused, and go to another node. Zero is
	// 1024.
	MaxInFlight int

	// Logger takes what the operator has to know. Nil drops it.
	Logger *slog.Logger
}

// Handler lets callers who know a key, or have a certificate, run scripts on a
// node. It answers requests whose path ends in the protocol's version and the
// name of an operation, and is otherwise mounted where one likes. Use
// NewHandler.
type Handler struct {
	node     *Node
	options  HandlerOptions
	keys     [][sha256.Size]byte
	draining atomic.Bool
	warned   atomic.Int64 // when a refused key was last logged
}

var _ http.Handler = (*Handler)(nil)

// Validate reports what NewHandler would refuse: above all, options with which
// nothing would keep strangers out.
func (o HandlerOptions) Validate() error {
	if len(o.Keys) == 0 && !o.ClientCertificate {
		return errors.New("whoever reaches an executor runs code on it: set a key, or require client certificates")
	}
	for _, key := range o.Keys {
		if err := CheckKey(key); err != nil {
			return err
		}
	}
	m := o.Max
	if m.Timeout < 0 || m.Operations < 0 || m.Memory < 0 || m.Concurrency < 0 || m.CallDepth < 0 ||
		m.LogLines < 0 || m.LogBytes < 0 || m.ResponseBytes < 0 || o.MaxRequestBody < 0 || o.MaxInFlight < 0 {
		return errors.New("bounds must not be negative")
	}
	return nil
}

// NewHandler returns a Handler for a node.
func NewHandler(node *Node, o HandlerOptions) (*Handler, error) {
	if err := o.Validate(); err != nil {
		return nil, err
	}
	h := &Handler{node: node, options: o}
	for _, key := range o.Keys {
		h.keys = append(h.keys, sha256.Sum256([]byte(key)))
	}
	if h.options.MaxRequestBody == 0 {
		h.options.MaxRequestBody = defaultMaxRequestBody
	}
	if h.options.MaxInFlight == 0 {
		h.options.MaxInFlight = defaultMaxInFlight
	}
	if h.options.Logger == nil {
		h.options.Logger = slog.New(slog.DiscardHandler)
	}
	return h, nil
}

// CheckKey reports what is wrong with a shared key, without repeating it.
func CheckKey(key string) error {
	if len(key) < minKey || len(key) > maxKey {
		return fmt.Errorf("a key of %d bytes: want %d to %d, such as from openssl rand -hex 32", len(key), minKey, maxKey)
	}
	if strings.ContainsFunc(key, func(r rune) bool { return r <= ' ' || r > '~' }) {
		return errors.New("a key with other characters than visible ASCII: make one with openssl rand -hex 32")
	}
	return nil
}

// Drain refuses new executions from now on: callers go to another node. Those
// in progress finish.
func (h *Handler) Drain() { h.draining.Store(true) }

// ServeHTTP implements http.Handler.
func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set(nodeHeader, strconv.Itoa(wire.Version))
	w.Header().Set("Cache-Control", "no-store")
	if !h.knows(r) {
		h.warn(r)
		refuse(w, refusedKey, "this executor does not know who asks: look at the key, or at the client certificate")
		return
	}
	path, operation := split(r.URL.Path)
	if _, version := split(path); version != versionSegment {
		refuse(w, refusedVersion, "this executor speaks version "+strconv.Itoa(wire.Version)+" of the protocol")
		return
	}
	if r.Method != http.MethodPost {
		refuse(w, refusedMalformed, "want POST")
		return
	}
	body := &requestBody{ReadCloser: r.Body}
	r.Body = body
	defer body.drain(w)
	switch operation {
	case pathExecute:
		h.execute(w, r)
	case pathPrepare:
		h.prepare(w, r)
	case pathCheck:
		h.check(w, r)
	case pathRetire:
		h.retire(w, r)
	case pathRevoke:
		h.revoke(w, r)
	case pathStatus:
		h.status(w)
	default:
		refuse(w, refusedVersion, "this executor has no operation of that name")
	}
}

// split parts the last segment from a path.
func split(path string) (before, last string) {
	i := strings.LastIndexByte(path, '/')
	return path[:max(i, 0)], path[i+1:]
}

// knows reports whether who asks may.
func (h *Handler) knows(r *http.Request) bool {
	if h.options.ClientCertificate && (r.TLS == nil || len(r.TLS.VerifiedChains) == 0) {
		return false
	}
	if len(h.keys) == 0 {
		return true
	}
	key, ok := strings.CutPrefix(r.Header.Get("Authorization"), bearer)
	sum := sha256.Sum256([]byte(key))
	known := 0
	for i := range h.keys {
		known |= subtle.ConstantTimeCompare(sum[:], h.keys[i][:])
	}
	return ok && known == 1
}

// warn logs that somebody was refused, now and then.
func (h *Handler) warn(r *http.Request) {
	now, last := time.Now().UnixNano(), h.warned.Load()
	if now-last > int64(warnInterval) && h.warned.CompareAndSwap(last, now) {
		h.options.Logger.Warn("refused to run scripts for one who shows no known key or certificate", "remote", r.RemoteAddr)
	}
}

// refuse answers a request that began nothing.
func refuse(w http.ResponseWriter, reason, detail string) {
	h := w.Header()
	h.Set(refusalHeader, reason)
	h.Set("Content-Type", "text/plain; charset=utf-8")
	h.Set("Content-Length", strconv.Itoa(len(detail)))
	w.WriteHeader(refusalStatus(reason))
	_, _ = io.WriteString(w, detail) // who asked is gone: nobody is left to tell
}

// requestBody knows whether all of a body was read.
type requestBody struct {
	io.ReadCloser
	end bool
}

// Read implements io.Reader.
func (b *requestBody) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	b.end = b.end || errors.Is(err, io.EOF)
	return n, err
}

// drain reads what is left of a body when the answer is complete, which has the
// caller end it. A server of HTTP/1.1 that may answer first does not do that
// itself: it would take the rest for the next request.
func (b *requestBody) drain(w http.ResponseWriter) {
	if b.end {
		return
	}
	control := http.NewResponseController(w)
	_ = control.Flush() // who asked is gone: then reading fails
	// Where there are no deadlines, the server has those of its configuration.
	_ = control.SetReadDeadline(time.Now().Add(drainTime))
	if _, err := io.CopyN(io.Discard, b, maxDrain); !errors.Is(err, io.EOF) {
		panic(http.ErrAbortHandler) // only breaking the connection ends it
	}
	_ = control.SetReadDeadline(time.Time{})
}

// lowered are the limits of a call within those of the node.
func (h *Handler) lowered(l sandbox.Limits) sandbox.Limits {
	m := h.options.Max
	return sandbox.Limits{
		Timeout:       lower(l.Timeout, m.Timeout),
		Operations:    lower(l.Operations, m.Operations),
		Memory:        lower(l.Memory, m.Memory),
		Concurrency:   lower(l.Concurrency, m.Concurrency),
		CallDepth:     lower(l.CallDepth, m.CallDepth),
		LogLines:      lower(l.LogLines, m.LogLines),
		LogBytes:      lower(l.LogBytes, m.LogBytes),
		ResponseBytes: lower(l.ResponseBytes, m.ResponseBytes),
	}
}

func lower[T int | int64 | time.Duration](limit, most T) T {
	if most == 0 {
		return limit
	}
	return min(limit, most)
}

const (
	defaultMaxRequestBody = 10 << 20
	defaultMaxInFlight    = 1024

	// minKey and maxKey are how long a shared key may be, in bytes.
	minKey = 16
	maxKey = 1 << 10

	bearer         = "Bearer "
	versionSegment = "v1"

	// drainTime is how long a caller may take to end a request that was
	// answered, and maxDrain how much more it may send.
	drainTime = 5 * time.Second
	maxDrain  = wire.MaxCall + wire.MaxSource + 1<<20

	// warnInterval is how often it is logged that somebody was refused.
	warnInterval = 10 * time.Second
)
