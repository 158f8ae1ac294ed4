package wire

import (
	"time"

	"github.com/picloud/picloud/sandbox"
)

// AppendRequest appends the head of a request: what call holds but for the
// script and the body, which travel on their own.
func AppendRequest(b []byte, call *sandbox.Call) []byte {
	b = appendLimits(b, call.Limits)
	b = appendText(b, call.Method)
	b = appendText(b, call.Host)
	b = appendText(b, call.Path)
	b = appendText(b, call.Rest)
	b = appendText(b, call.RemoteIP)
	b = appendMap(b, call.Params)
	b = appendText(b, call.RawQuery)
	b = appendMulti(b, call.Query)
	return appendMulti(b, call.Header)
}

// DecodeRequest decodes what AppendRequest encoded.
func DecodeRequest(payload []byte) (sandbox.Call, error) {
	d := newDecoder(payload)
	call := sandbox.Call{
		Limits:   d.limits(),
		Method:   d.text(),
		Host:     d.text(),
		Path:     d.text(),
		Rest:     d.text(),
		RemoteIP: d.text(),
		Params:   d.mapping(),
		RawQuery: d.text(),
		Query:    d.multi(),
		Header:   d.header(),
	}
	return call, d.end()
}

// appendLimits appends a bit for each limit that is not the default one, and
// those limits: most scripts have few.
func appendLimits(b []byte, l sandbox.Limits) []byte {
	values, usual := numbers(l), numbers(sandbox.DefaultLimits())
	set := len(b)
	b = append(b, 0)
	for i, v := range values {
		if v != usual[i] {
			b[set] |= 1 << i
			b = appendInt(b, v)
		}
	}
	return b
}

func numbers(l sandbox.Limits) [8]int64 {
	return [8]int64{
		int64(l.Timeout), l.Operations, l.Memory, int64(l.Concurrency),
		int64(l.CallDepth), int64(l.LogLines), int64(l.LogBytes), l.ResponseBytes,
	}
}

func (d *decoder) limits() sandbox.Limits {
	values := numbers(sandbox.DefaultLimits())
	if d.rest == "" {
		d.fail("the limits are cut off")
		return sandbox.Limits{}
	}
	set := d.rest[0]
	d.rest = d.rest[1:]
	for i := range values {
		if set>>i&1 != 0 {
			values[i] = d.int()
		}
	}
	return sandbox.Limits{
		Timeout: time.Duration(values[0]), Operations: values[1], Memory: values[2], Concurrency: int(values[3]),
		CallDepth: int(values[4]), LogLines: int(values[5]), LogBytes: int(values[6]), ResponseBytes: values[7],
	}
}
