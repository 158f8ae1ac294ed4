package wire

import (
	"bytes"
	"errors"
	"io"
	"math/rand/v2"
	"net/http"
	"net/url"
	"reflect"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/picloud/picloud/sandbox"
)

// sample is an Order with something in every field.
func sample() *Order {
	return &Order{
		ID: ID{1, 2, 3}, Script: sandbox.Script{ID: "s", Version: 7}, Hash: Hash{4, 5}, Source: true, Body: true, Prefix: 12, Whole: true,
		Remaining: time.Minute,
		Call: sandbox.Call{
			Limits: sandbox.DefaultLimits(), Method: "PUT", Host: "h:1", Path: "/a\x00\xff", Rest: "r", RemoteIP: "::1", RawQuery: "a=%zz",
			Params: map[string]string{"": "x"}, Query: url.Values{"k": {}, "l": {"", "1"}}, Header: http.Header{"odd name": {"a\nb"}},
		},
	}
}

func TestOrder_ComesBackAsItWas(t *testing.T) {
	t.Parallel()
	bare := &Order{Call: sandbox.Call{Limits: sandbox.DefaultLimits()}}
	for _, want := range []*Order{sample(), bare} {
		got, err := DecodeOrder(string(AppendOrder(nil, want)))
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("got\n%+v, want\n%+v (%v)", got, want, err)
		}
	}
}

func TestOrder_IsRefusedWhenAnythingIsMissing(t *testing.T) {
	t.Parallel()
	whole := string(AppendOrder(nil, sample()))
	for n := range len(whole) {
		if _, err := DecodeOrder(whole[:n]); !isProtocolError(err) {
			t.Fatalf("the first %d of %d bytes: %v", n, len(whole), err)
		}
	}
	if _, err := DecodeOrder(whole + "x"); !isProtocolError(err) {
		t.Errorf("a byte more: %v", err)
	}
	for _, change := range []func(*Order){
		func(o *Order) { o.Call.Limits.Timeout = 0 },
		func(o *Order) { o.Call.Limits.Memory = -1 },
		func(o *Order) { o.Script.ID = strings.Repeat("x", 2000) },
	} {
		o := sample()
		change(o)
		if _, err := DecodeOrder(string(AppendOrder(nil, o))); !isProtocolError(err) {
			t.Errorf("%+v: %v", o, err)
		}
	}
}

func isProtocolError(err error) bool {
	_, ok := errors.AsType[*ProtocolError](err)
	return ok
}

func TestReport_ComesBackAsItWas(t *testing.T) {
	t.Parallel()
	began := time.Now().Add(-time.Hour)
	at := began.Add(time.Minute)
	want := Report{BodyLimit: 5, Load: 3, Result: sandbox.Result{
		Outcome: sandbox.Failed, Error: "no", Dropped: 2,
		Logs:  []sandbox.LogLine{{Time: at, Level: "warn", Message: "m", Attrs: map[string]string{"k": "v"}}, {Time: at, Level: "print"}},
		Usage: sandbox.Usage{Queued: 1, Warm: 2, Run: 3, Operations: 4},
	}}
	payload := AppendReport(nil, &want, sandbox.DefaultLimits(), began)
	got, err := DecodeReport(string(payload), sandbox.DefaultLimits(), began)
	if err != nil || !got.Result.Logs[0].Time.Equal(at) {
		t.Fatalf("%+v, %v", got, err)
	}
	for i := range got.Result.Logs {
		got.Result.Logs[i].Time = at
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got\n%+v, want\n%+v", got, want)
	}
}

// Clocks of nodes differ: a line is as long after the beginning as it was there.
func TestReport_CarriesTimesOfLinesAcrossClocks(t *testing.T) {
	t.Parallel()
	theirs := time.Now().Add(-1000 * time.Hour)
	ours := time.Now().Add(-time.Minute)
	r := Report{Result: sandbox.Result{Outcome: sandbox.OK, Logs: []sandbox.LogLine{{Time: theirs.Add(time.Second), Level: "info"}}}}
	got, err := DecodeReport(string(AppendReport(nil, &r, sandbox.DefaultLimits(), theirs)), sandbox.DefaultLimits(), ours)
	if err != nil || !got.Result.Logs[0].Time.Equal(ours.Add(time.Second)) {
		t.Errorf("got %+v, %v", got, err)
	}
}

func TestReport_IsNeverLongerThanMayBe(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(1, 2))
	for range 200 {
		limits := sandbox.Limits{LogLines: 1 + random.IntN(50), LogBytes: 1 + random.IntN(4000)}.Or(sandbox.DefaultLimits())
		r := Report{Result: sandbox.Result{Outcome: sandbox.Failed, Error: strings.Repeat("e", random.IntN(20_000))}}
		for range random.IntN(100) {
			line := sandbox.LogLine{Level: "info", Message: strings.Repeat("x", random.IntN(2000)), Attrs: map[string]string{}}
			for range random.IntN(5) {
				line.Attrs[strings.Repeat("k", random.IntN(100))] = strings.Repeat("v", random.IntN(300))
			}
			r.Result.Logs = append(r.Result.Logs, line)
		}
		payload := AppendReport(nil, &r, limits, time.Now())
		if len(payload) > MaxResult(limits) {
			t.Fatalf("%d bytes, %d are the most", len(payload), MaxResult(limits))
		}
		got, err := DecodeReport(string(payload), limits, time.Now())
		if err != nil {
			t.Fatal(err)
		}
		if n := len(got.Result.Logs) + got.Result.Dropped; n != len(r.Result.Logs) {
			t.Errorf("of %d lines, %d are there or counted", len(r.Result.Logs), n)
		}
	}
}

func TestHead_LeavesOutWhatIsTheServers(t *testing.T) {
	t.Parallel()
	payload, err := AppendHead(nil, 201, http.Header{"connection": {"close"}, "Content-Length": {"9"}, "x-a": {"1", "2"}})
	if err != nil {
		t.Fatal(err)
	}
	status, fields, err := DecodeHead(string(payload))
	if want := []Field{{"X-A", "1"}, {"X-A", "2"}}; err != nil || status != 201 || !reflect.DeepEqual(fields, want) {
		t.Errorf("got %d %v, %v", status, fields, err)
	}
	if _, err := AppendHead(nil, 200, http.Header{"X": make([]string, MaxFields+1)}); err == nil {
		t.Error("too many fields: no error")
	}
	if _, err := AppendHead(nil, 200, http.Header{"X": {strings.Repeat("x", MaxHead)}}); err == nil {
		t.Error("a long field: no error")
	}
}

func TestReader_ReadsFramesHoweverTheyCome(t *testing.T) {
	t.Parallel()
	large := strings.Repeat("large", 100_000)
	stream := AppendFrame(nil, Call, large)
	stream = AppendFrame(stream, Body, "piece")
	stream = AppendFrame(stream, End, "")
	for name, source := range map[string]io.Reader{
		"at once":     bytes.NewReader(stream),
		"in halves":   iotest.HalfReader(bytes.NewReader(stream)),
		"with an end": iotest.DataErrReader(bytes.NewReader(stream)),
		"by bytes":    iotest.OneByteReader(bytes.NewReader(stream)),
	} {
		r := NewReader(source)
		kind, n, err := r.Next()
		text, textErr := r.Text(n, MaxCall)
		if kind != Call || err != nil || textErr != nil || text != large {
			t.Errorf("%s: %d %v %v", name, kind, err, textErr)
		}
		kind, n, err = r.Next()
		piece, pieceErr := r.Bytes(n)
		if kind != Body || err != nil || pieceErr != nil || string(piece) != "piece" {
			t.Errorf("%s: %d %v %v", name, kind, err, pieceErr)
		}
		if kind, n, err = r.Next(); kind != End || n != 0 || err != nil {
			t.Errorf("%s: %d %v", name, kind, err)
		}
		if err := r.AtEnd(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if _, _, err := r.Next(); !errors.Is(err, io.EOF) {
			t.Errorf("%s: %v", name, err)
		}
		r.Close()
	}
	for n := 1; n < HeaderBytes; n++ {
		if _, _, err := NewReader(bytes.NewReader(stream[:n])).Next(); !errors.Is(err, io.ErrUnexpectedEOF) {
			t.Errorf("%d bytes of a header: %v", n, err)
		}
	}
}

func FuzzDecodeOrder(f *testing.F) {
	f.Add(string(AppendOrder(nil, sample())))
	f.Fuzz(func(t *testing.T, payload string) {
		o, err := DecodeOrder(payload)
		if err != nil {
			return
		}
		again, err := DecodeOrder(string(AppendOrder(nil, o)))
		if err != nil || !reflect.DeepEqual(o, again) {
			t.Errorf("%+v became %+v (%v)", o, again, err)
		}
	})
}

func FuzzDecodeReport(f *testing.F) {
	r := Report{Result: sandbox.Result{Outcome: sandbox.OK, Logs: []sandbox.LogLine{{Level: "info", Message: "m", Attrs: map[string]string{"k": "v"}}}}}
	f.Add(string(AppendReport(nil, &r, sandbox.DefaultLimits(), time.Now())))
	limits := sandbox.DefaultLimits()
	f.Fuzz(func(t *testing.T, payload string) {
		began := time.Now()
		r, err := DecodeReport(payload, limits, began)
		if err != nil {
			return
		}
		u := r.Result.Usage
		if !isOutcome(r.Result.Outcome) || len(r.Result.Logs) > limits.LogLines || len(r.Result.Error) > 3*maxErrorText ||
			u.Queued < 0 || u.Warm < 0 || u.Run < 0 || u.Operations < 0 || u.Operations > limits.Operations ||
			u.Queued+u.Warm+u.Run > time.Since(began) || r.BodyLimit < 0 || r.Load < 0 ||
			(r.Result.Error == "") != (r.Result.Outcome == sandbox.OK) {
			t.Errorf("%+v", r)
		}
	})
}

func FuzzDecodeHead(f *testing.F) {
	head, err := AppendHead(nil, 200, http.Header{"X-A": {"1", "2"}})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(string(head))
	f.Fuzz(func(t *testing.T, payload string) {
		status, fields, err := DecodeHead(payload)
		if err != nil {
			return
		}
		if status < 200 || status > 599 || len(fields) > MaxFields {
			t.Errorf("%d, %d fields", status, len(fields))
		}
		for _, field := range fields {
			if field.Key == "" || strings.ContainsAny(field.Key+field.Value, "\r\n\x00") {
				t.Errorf("%q", field)
			}
		}
	})
}

func FuzzDecodeStatusAndChecked(f *testing.F) {
	f.Add(string(AppendStatus(nil, Status{Load: 3, Walls: []sandbox.Wall{{Name: "files", Stands: true, Detail: "d"}}})))
	f.Add(string(AppendChecked(nil, []sandbox.Diagnostic{{Line: 1, Column: 2, Severity: "error", Code: "type", Message: "m"}})))
	f.Fuzz(func(t *testing.T, payload string) {
		if s, err := DecodeStatus(payload); err == nil && (s.Load < 0 || len(s.Walls) > maxWalls) {
			t.Errorf("%+v", s)
		}
		list, err := DecodeChecked(payload)
		if err != nil {
			return
		}
		for _, d := range list {
			if d.Line < 1 || d.Column < 1 || d.EndLine < 0 || d.EndColumn < 0 {
				t.Errorf("%+v", d)
			}
		}
	})
}

func FuzzReader(f *testing.F) {
	f.Add(AppendFrame(AppendFrame(nil, Head, "head"), Body, "piece"))
	f.Fuzz(func(t *testing.T, stream []byte) {
		r := NewReader(bytes.NewReader(stream))
		defer r.Close()
		for taken := 0; ; {
			kind, n, err := r.Next()
			if err != nil {
				return
			}
			if kind == Body {
				_, err = r.Bytes(n)
			} else {
				_, err = r.Text(n, MaxSource)
			}
			if err != nil {
				return
			}
			if taken += HeaderBytes + n; taken > len(stream) {
				t.Fatalf("%d bytes were taken of %d", taken, len(stream))
			}
		}
	})
}
