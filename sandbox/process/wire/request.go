package wire

import (
	"net/url"
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
		Query:    d.query(),
		Header:   d.header(),
	}
	return call, d.end()
}

// query is nil when there is none, so that the raw one counts.
func (d *decoder) query() url.Values {
	if values := d.multi(); len(values) > 0 {
		return values
	}
	return nil
}

func appendLimits(b []byte, l sandbox.Limits) []byte {
	b = appendInt(b, int64(l.Timeout))
	b = appendInt(b, l.Operations)
	b = appendInt(b, l.Memory)
	b = appendInt(b, int64(l.Concurrency))
	b = appendInt(b, int64(l.CallDepth))
	b = appendInt(b, int64(l.LogLines))
	b = appendInt(b, int64(l.LogBytes))
	return appendInt(b, l.ResponseBytes)
}

func (d *decoder) limits() sandbox.Limits {
	return sandbox.Limits{
		Timeout:       time.Duration(d.int()),
		Operations:    d.int(),
		Memory:        d.int(),
		Concurrency:   int(d.int()),
		CallDepth:     int(d.int()),
		LogLines:      int(d.int()),
		LogBytes:      int(d.int()),
		ResponseBytes: d.int(),
	}
}
