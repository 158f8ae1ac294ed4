package remote

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strconv"
	"time"

	"github.com/picloud/picloud/sandbox"
	"github.com/picloud/picloud/sandbox/remote/wire"
)

// execute runs a script for a caller.
func (h *Handler) execute(w http.ResponseWriter, r *http.Request) {
	began := time.Now()
	in := wire.NewReader(r.Body)
	defer in.Close()
	order, script, ok := h.order(w, in)
	if !ok {
		return
	}
	load, ok := h.enter(w)
	if !ok {
		return
	}
	defer h.node.inFlight.Add(-1)
	if !order.Body {
		if err := in.AtEnd(); err != nil {
			refuse(w, refusedMalformed, err.Error())
			return
		}
	}
	var ctx context.Context
	var cancel context.CancelFunc
	if order.Remaining > 0 {
		ctx, cancel = context.WithTimeout(r.Context(), order.Remaining)
	} else {
		ctx, cancel = context.WithCancel(r.Context())
	}
	defer cancel()
	if !h.node.ledger.begin(order.ID, cancel) {
		refuse(w, refusedRepeated, "this execution was begun or revoked before")
		return
	}
	defer h.node.ledger.end(order.ID)
	out := newReply(w)
	defer out.close()
	call := &order.Call
	call.Script, call.Limits = script, h.lowered(call.Limits)
	body := &incoming{in: in, out: out, prefix: order.Prefix, whole: order.Whole, limit: h.options.MaxRequestBody}
	if order.Body {
		call.Body = body
	}
	report := wire.Report{Load: load}
	report.Result = h.node.executor.Execute(ctx, call, out)
	if tooLarge, ok := errors.AsType[*http.MaxBytesError](report.Result.BodyErr); ok {
		report.BodyLimit = tooLarge.Limit
	}
	out.finish(&report, call.Limits, began)
}

// enter counts an execution, unless there are too many, and returns how many
// others there are.
func (h *Handler) enter(w http.ResponseWriter) (others int, ok bool) {
	n := h.node.inFlight.Add(1)
	switch {
	case h.draining.Load():
		refuse(w, refusedDraining, "this executor is shutting down")
	case n > int64(h.options.MaxInFlight):
		refuse(w, refusedBusy, "this executor runs as much as it may: "+strconv.Itoa(h.options.MaxInFlight)+" at once")
	default:
		return int(n - 1), true
	}
	h.node.inFlight.Add(-1)
	return 0, false
}

// order reads what is to be run. Unless ok, it has answered the request.
func (h *Handler) order(w http.ResponseWriter, in *wire.Reader) (order *wire.Order, script sandbox.Script, ok bool) {
	// A node may answer before it has read the whole request. Where HTTP does
	// not need to be told so, this is an error.
	_ = http.NewResponseController(w).EnableFullDuplex()
	payload, err := frame(in, wire.Call, wire.MaxCall)
	if err == nil {
		order, err = wire.DecodeOrder(payload)
	}
	var source string
	if err == nil && order.Source {
		source, err = frame(in, wire.Source, wire.MaxSource)
	}
	if err != nil {
		refuse(w, refusedMalformed, err.Error())
		return nil, script, false
	}
	key := scriptKey{order.Script.ID, order.Script.Version, order.Hash}
	if order.Source {
		if script, ok = h.node.sources.put(key, source); !ok {
			refuse(w, refusedMalformed, "the source is not the one that was announced")
		}
		return order, script, ok
	}
	if script, ok = h.node.sources.get(key); !ok {
		refuse(w, refusedSource, "this executor does not have the script's source")
	}
	return order, script, ok
}

// frame reads a frame that must be of one kind.
func frame(in *wire.Reader, want wire.Type, limit int) (string, error) {
	t, n, err := in.Next()
	if err != nil {
		return "", err
	}
	if t != want {
		return "", wire.Errorf("a frame of type %d out of turn", t)
	}
	return in.Text(n, limit)
}

// incoming is the body of a request, as it comes.
type incoming struct {
	in     *wire.Reader
	out    *reply
	limit  int64
	prefix int64 // bytes that come without being asked for
	whole  bool  // that is all
	asked  bool

	left []byte // of a piece
	n    int64
	err  error
}

// Read implements io.Reader.
func (b *incoming) Read(p []byte) (int, error) {
	if len(b.left) == 0 && b.err == nil {
		b.err = b.next()
	}
	if len(b.left) == 0 {
		return 0, b.err
	}
	n := copy(p, b.left)
	b.left = b.left[n:]
	return n, nil
}

// next reads the next piece.
func (b *incoming) next() error {
	if b.n >= b.prefix && !b.whole && !b.asked {
		b.asked = true
		b.out.ask()
	}
	t, n, err := b.in.Next()
	for err == nil && t == wire.Beat {
		t, n, err = b.in.Next()
	}
	if err != nil {
		return errors.Join(errBodyLost, err)
	}
	switch t {
	case wire.Body:
		if b.left, err = b.in.Bytes(n); err != nil {
			return errors.Join(errBodyLost, err)
		}
		if b.n += int64(n); b.n > b.limit {
			b.left = nil
			return &http.MaxBytesError{Limit: b.limit}
		}
		return nil
	case wire.End:
		if err := b.in.AtEnd(); err != nil {
			return errors.Join(errBodyLost, err)
		}
		return io.EOF
	case wire.Abort:
		return errBodyLost
	default:
		return wire.Errorf("a frame of type %d in a body", t)
	}
}

var errBodyLost = errors.New("the rest of the request body does not come")

// prepare gets a script ready. It answers with why it cannot be, or nothing.
func (h *Handler) prepare(w http.ResponseWriter, r *http.Request) {
	in := wire.NewReader(r.Body)
	defer in.Close()
	order, script, ok := h.order(w, in)
	if !ok {
		return
	}
	preparer, ok := h.node.executor.(sandbox.Preparer)
	if !ok {
		return
	}
	if err := preparer.Prepare(r.Context(), script, h.lowered(order.Call.Limits)); err != nil {
		why := err.Error()
		_, _ = io.WriteString(w, why[:min(len(why), maxDetail)]) // who asked is gone: nobody is left to tell
	}
}

// check checks a source.
func (h *Handler) check(w http.ResponseWriter, r *http.Request) {
	source, err := io.ReadAll(http.MaxBytesReader(w, r.Body, wire.MaxSource))
	if err != nil {
		refuse(w, refusedMalformed, err.Error())
		return
	}
	diagnostics, err := h.node.executor.Check(r.Context(), string(source))
	if err != nil {
		refuse(w, refusedUnavailable, err.Error())
		return
	}
	answer(w, wire.AppendChecked(nil, diagnostics))
}

// retire drops what is kept for a script.
func (h *Handler) retire(w http.ResponseWriter, r *http.Request) {
	id, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxSmallRequest))
	if err != nil {
		refuse(w, refusedMalformed, err.Error())
		return
	}
	h.node.sources.forget(string(id))
}

// revoke makes sure that an execution does not begin, or that it ends.
func (h *Handler) revoke(w http.ResponseWriter, r *http.Request) {
	payload, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxSmallRequest))
	if err != nil {
		refuse(w, refusedMalformed, err.Error())
		return
	}
	var id wire.ID
	if copy(id[:], payload) != len(payload) || len(payload) != len(id) {
		refuse(w, refusedMalformed, "want the id of an execution")
		return
	}
	ctx, cancel := context.WithTimeout(r.Context(), endTime)
	defer cancel()
	known, ok := h.node.ledger.revoke(ctx, id)
	if !ok {
		refuse(w, refusedRepeated, "it has begun")
		return
	}
	answer(w, wire.AppendRevoked(nil, known))
}

// status tells how the node is.
func (h *Handler) status(w http.ResponseWriter) {
	if h.draining.Load() {
		refuse(w, refusedDraining, "this executor is shutting down")
		return
	}
	s := wire.Status{Load: h.node.InFlight()}
	if walled, ok := h.node.executor.(sandbox.Walled); ok {
		s.Walls = walled.Walls()
	}
	answer(w, wire.AppendStatus(nil, s))
}

func answer(w http.ResponseWriter, payload []byte) {
	w.Header().Set("Content-Type", contentType)
	_, _ = w.Write(payload) // who asked is gone: nobody is left to tell
}

// endTime is how long an execution that was canceled may take to end before who
// has asked for it is answered.
const endTime = 500 * time.Millisecond

// maxSmallRequest is how long a request of a few values may be.
const maxSmallRequest = 2 << 10
