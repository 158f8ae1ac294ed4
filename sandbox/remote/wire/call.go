package wire

import (
	"net/url"
	"time"

	"github.com/picloud/picloud/sandbox"
)

// Hash is the SHA-256 of a script's source.
type Hash [32]byte

// ID names one execution, or the attempt at one. It is random.
type ID [16]byte

// Order is the payload of a Call: what is to run, and on what.
type Order struct {
	// ID names the execution.
	ID ID

	// Script names the script and its version, Hash its source, which travels
	// in a frame of its own.
	Script sandbox.Script
	Hash   Hash

	// Source is whether a Source follows.
	Source bool

	// Body is whether the request has a body. Prefix is how many bytes of it
	// are sent at once, and Whole whether that is all.
	Body   bool
	Prefix int64
	Whole  bool

	// Remaining is how much time is left before nobody wants the answer any
	// more. Zero is no bound. It is a duration because clocks differ.
	Remaining time.Duration

	// Call is the request and the limits. Script and Body are left out.
	Call sandbox.Call
}

// AppendOrder appends the payload of a Call.
func AppendOrder(b []byte, o *Order) []byte {
	b = append(b, o.ID[:]...)
	b = appendText(b, o.Script.ID)
	b = appendInt(b, o.Script.Version)
	b = append(b, o.Hash[:]...)
	b = appendBool(b, o.Source)
	b = appendBool(b, o.Body)
	b = appendUint(b, uint64(max(o.Prefix, 0)))
	b = appendBool(b, o.Whole)
	b = appendUint(b, uint64(max(o.Remaining, 0)))
	b = appendLimits(b, o.Call.Limits)
	c := &o.Call
	for _, text := range [...]string{c.Method, c.Host, c.Path, c.Rest, c.RemoteIP, c.RawQuery} {
		b = appendText(b, text)
	}
	b = appendMap(b, c.Params)
	b = appendMulti(b, c.Query)
	return appendMulti(b, c.Header)
}

// DecodeOrder decodes and checks what AppendOrder encoded.
func DecodeOrder(payload string) (*Order, error) {
	d := &decoder{rest: payload}
	o := new(Order)
	d.raw(o.ID[:])
	o.Script.ID = d.text()
	o.Script.Version = d.int()
	d.raw(o.Hash[:])
	o.Source, o.Body = d.bool(), d.bool()
	o.Prefix, o.Whole = int64(min(d.uint(), 1<<62)), d.bool()
	o.Remaining = d.duration()
	c := &o.Call
	c.Limits = d.limits()
	for _, text := range [...]*string{&c.Method, &c.Host, &c.Path, &c.Rest, &c.RemoteIP, &c.RawQuery} {
		*text = d.text()
	}
	c.Params = d.mapping()
	if query := d.multi(); query != nil {
		c.Query = url.Values(query)
	}
	c.Header = d.multi()
	if len(o.Script.ID) > maxID {
		d.fail("the id of a script is too long")
	}
	return o, d.end()
}

func appendLimits(b []byte, l sandbox.Limits) []byte {
	for _, v := range [...]int64{
		int64(l.Timeout), l.Operations, l.Memory, int64(l.Concurrency),
		int64(l.CallDepth), int64(l.LogLines), int64(l.LogBytes), l.ResponseBytes,
	} {
		b = appendInt(b, v)
	}
	return b
}

// limits are positive: who sends them has put defaults in place of zeros.
func (d *decoder) limits() sandbox.Limits {
	var v [8]int64
	for i := range v {
		if v[i] = d.int(); v[i] <= 0 {
			d.fail("a limit that is not positive")
		}
	}
	const most = 1 << 30 // of what is an int
	return sandbox.Limits{
		Timeout:       time.Duration(v[0]),
		Operations:    v[1],
		Memory:        v[2],
		Concurrency:   int(min(v[3], sandbox.MaxConcurrency)),
		CallDepth:     int(min(v[4], most)),
		LogLines:      int(min(v[5], most)),
		LogBytes:      int(min(v[6], most)),
		ResponseBytes: v[7],
	}
}

// maxID is how long the id of a script may be.
const maxID = 1 << 10
