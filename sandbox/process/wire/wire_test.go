package wire

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net/http"
	"reflect"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/picloud/picloud/sandbox"
)

func TestReader_ReadsWhatWasWritten(t *testing.T) {
	t.Parallel()
	var stream []byte
	sizes := []int{0, 1, 100, smallBuffer - HeaderBytes, smallBuffer, 30_000, MaxPayload, 5, MaxPayload, MaxPayload, 0}
	for i, size := range sizes {
		stream = AppendFrame(stream, Body, End, uint32(i), bytes.Repeat([]byte{byte(i)}, size))
	}
	for name, source := range map[string]io.Reader{
		"at once":      bytes.NewReader(stream),
		"in halves":    iotest.HalfReader(bytes.NewReader(stream)),
		"with its end": iotest.DataErrReader(bytes.NewReader(stream)),
	} {
		r := NewReader(source)
		for i, size := range sizes {
			f, err := r.Next()
			if err != nil {
				t.Fatalf("%s, frame %d: %v", name, i, err)
			}
			if f.Type != Body || f.Flags != End || f.ID != uint32(i) || len(f.Payload) != size || bytes.Count(f.Payload, []byte{byte(i)}) != size {
				t.Fatalf("%s, frame %d: type %d, id %d, %d bytes", name, i, f.Type, f.ID, len(f.Payload))
			}
			if i%3 == 0 {
				r.Release()
			}
		}
		if _, err := r.Next(); !errors.Is(err, io.EOF) {
			t.Errorf("%s: %v at the end", name, err)
		}
	}
}

func TestReader_GoesOnAfterADeadline(t *testing.T) {
	t.Parallel()
	frame := AppendFrame(nil, Result, 0, 7, make([]byte, 10_000))
	late := errors.New("late")
	for _, at := range []int{0, 1, HeaderBytes, 5000, len(frame) - 1} {
		r := NewReader(io.MultiReader(bytes.NewReader(frame[:at]), &failOnce{err: late}, bytes.NewReader(frame[at:])))
		if _, err := r.Next(); !errors.Is(err, late) {
			t.Fatal(err)
		}
		r.Release()
		if f, err := r.Next(); err != nil || f.ID != 7 || len(f.Payload) != 10_000 {
			t.Errorf("broken off after %d bytes: %v", at, err)
		}
	}
}

// failOnce fails, and then is empty.
type failOnce struct{ err error }

func (f *failOnce) Read([]byte) (int, error) {
	err := f.err
	f.err = io.EOF
	return 0, err
}

func TestReader_RefusesWhatIsNoFrame(t *testing.T) {
	t.Parallel()
	header := func(change func(b []byte)) []byte {
		b := AppendFrame(nil, Body, End, 1, []byte("x"))
		change(b)
		return b
	}
	for name, stream := range map[string][]byte{
		"too long":           header(func(b []byte) { binary.LittleEndian.PutUint32(b, MaxPayload+1) }),
		"much too long":      header(func(b []byte) { binary.LittleEndian.PutUint32(b, 1<<31) }),
		"no type":            header(func(b []byte) { b[4] = 0 }),
		"unknown type":       header(func(b []byte) { b[4] = byte(lastType) + 1 }),
		"unknown flag":       header(func(b []byte) { b[5] = 4 }),
		"both flags":         header(func(b []byte) { b[5] = byte(End | More) }),
		"not zero":           header(func(b []byte) { b[6] = 1 }),
		"a small piece":      header(func(b []byte) { b[5] = 0 }),
		"a small beginning":  header(func(b []byte) { b[4], b[5] = byte(Result), byte(More) }),
		"something in HTTP":  []byte("HTTP/1.1 200 OK\r\n\r\n"),
		"a lot of zeros":     make([]byte, 100),
		"a lot of ones bits": bytes.Repeat([]byte{0xff}, 100),
	} {
		_, err := NewReader(bytes.NewReader(stream)).Next()
		if _, ok := errors.AsType[*ProtocolError](err); !ok {
			t.Errorf("%s: %v", name, err)
		}
	}
	whole := AppendFrame(nil, Body, End, 1, []byte("xyz"))
	for n := 1; n < len(whole); n++ {
		if _, err := NewReader(bytes.NewReader(whole[:n])).Next(); !errors.Is(err, io.ErrUnexpectedEOF) {
			t.Errorf("cut off after %d bytes: %v", n, err)
		}
	}
}

func TestReader_PutsMessagesTogether(t *testing.T) {
	t.Parallel()
	for _, size := range []int{0, 1, MaxPayload - 1, MaxPayload, MaxPayload + 1, 3 * MaxPayload, 3*MaxPayload + 7} {
		message := make([]byte, size)
		for i := range message {
			message[i] = byte(i % 251)
		}
		stream := AppendMessage(nil, Load, 0, 3, message)
		r := NewReader(bytes.NewReader(stream))
		f, err := r.Next()
		if err != nil {
			t.Fatal(err)
		}
		got, err := r.Message(f, size)
		if err != nil || !bytes.Equal(got, message) || r.Buffered() != 0 {
			t.Errorf("%d bytes: %d came, %v", size, len(got), err)
		}
		if size == 0 {
			continue
		}
		r = NewReader(bytes.NewReader(stream))
		f, _ = r.Next()
		if _, err := r.Message(f, size-1); err == nil {
			t.Errorf("%d bytes are accepted where %d may come", size, size-1)
		}
	}
	mixed := AppendFrame(nil, Load, More, 1, make([]byte, MaxPayload))
	for name, next := range map[string][]byte{
		"another type": AppendFrame(nil, Check, 0, 1, nil),
		"another id":   AppendFrame(nil, Load, 0, 2, nil),
	} {
		r := NewReader(bytes.NewReader(append(bytes.Clone(mixed), next...)))
		f, _ := r.Next()
		if _, err := r.Message(f, 1<<20); err == nil {
			t.Errorf("%s in the middle is accepted", name)
		}
	}
}

func TestRequest_SurvivesTheTrip(t *testing.T) {
	t.Parallel()
	for _, call := range []*sandbox.Call{
		{
			Limits: sandbox.DefaultLimits(), Method: "POST", Host: "example.com", Path: "/a/ü", Rest: "b/c", RemoteIP: "2001:db8::1",
			Params: map[string]string{"a": "1", "": ""}, Query: map[string][]string{"q": {"1", "", "3"}, "none": {}},
			Header: http.Header{"X-A": {"b", "c"}},
		},
		{RawQuery: "a=1&b", Limits: sandbox.Limits{Timeout: -1}},
	} {
		got, err := DecodeRequest(AppendRequest(nil, call))
		if err != nil || !reflect.DeepEqual(&got, call) {
			t.Errorf("%v\n%+v\n%+v", err, got, call)
		}
	}
}

func TestResponse_IsChecked(t *testing.T) {
	t.Parallel()
	head, err := AppendResponse(nil, 201, http.Header{"content-type": {"text/plain"}, "Connection": {"close"}, "Content-Length": {"7"}, "X": {"1", "2"}, "Proxy-Status": {"x"}})
	if err != nil {
		t.Fatal(err)
	}
	decoded, err := DecodeResponse(head)
	header := http.Header{"X": {"0"}}
	decoded.Header(header)
	want := http.Header{"Content-Type": {"text/plain"}, "X": {"1", "2"}, "Proxy-Status": {"x"}}
	if err != nil || decoded.Status != 201 || !reflect.DeepEqual(header, want) {
		t.Errorf("%d %v %v", decoded.Status, header, err)
	}
	for _, bad := range []struct {
		status int
		header http.Header
	}{
		{0, nil}, {-1, nil}, {100, nil}, {101, nil}, {199, nil}, {600, nil}, {1 << 40, nil},
		{200, http.Header{"": {"x"}}}, {200, http.Header{"A B": {"x"}}}, {200, http.Header{"A": {"b\r\nc: d"}}}, {200, http.Header{"A": {"\x00"}}},
	} {
		head, err := AppendResponse(nil, bad.status, bad.header)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := DecodeResponse(head); err == nil {
			t.Errorf("%+v is accepted", bad)
		}
		if _, err := DecodeResponse(head[:len(head)-1]); err == nil {
			t.Errorf("%+v is accepted when cut off", bad)
		}
	}
	many := http.Header{"X": make([]string, MaxFields+1)}
	if _, err := AppendResponse(nil, 200, many); err == nil {
		t.Error("too many fields are accepted")
	}
	if _, err := AppendResponse(nil, 200, http.Header{"X": {strings.Repeat("x", MaxHead)}}); err == nil {
		t.Error("too long a head is accepted")
	}
}

func TestResult_SurvivesTheTripWithinItsLimits(t *testing.T) {
	t.Parallel()
	began := time.Now().Add(-time.Minute)
	limits := sandbox.Limits{LogLines: 10, LogBytes: 100, Operations: 1000}
	at := began.Add(time.Second).Truncate(0)
	zeros := sandbox.Result{Outcome: sandbox.OK, Logs: []sandbox.LogLine{{Level: "print", Message: strings.Repeat("\uFFFD", 100)}}}
	if got, err := DecodeResult(AppendResult(nil, &zeros), limits, began); err != nil || len(got.Logs) != 1 || got.Dropped != 0 {
		t.Errorf("what was made text is lost: %+v, %v", got, err)
	}
	whole := sandbox.Result{
		Outcome: sandbox.DepthLimit, Error: "too deep", Dropped: 3,
		Logs:  []sandbox.LogLine{{Time: at, Level: "warn", Message: "a", Attrs: map[string]string{"k": "v"}}, {Time: at, Level: "print", Message: "b"}},
		Usage: sandbox.Usage{Warm: 1, Run: 2, Operations: 3},
	}
	got, err := DecodeResult(AppendResult(nil, &whole), limits, began)
	if err != nil || fmt.Sprint(got) != fmt.Sprint(whole) {
		t.Errorf("%v\n%+v\n%+v", err, got, whole)
	}
	lie := sandbox.Result{
		Outcome: sandbox.OK, Error: "a\x00b\xff" + strings.Repeat("x", 1<<20), Dropped: -1,
		Logs: []sandbox.LogLine{
			{Time: time.Unix(0, 0), Level: "emergency", Message: "\xff"},
			{Time: time.Now().Add(time.Hour), Level: "info", Message: strings.Repeat("y", 290)},
			{Level: "info", Message: strings.Repeat("z", 20)},
		},
		Usage: sandbox.Usage{Warm: -1, Operations: 1 << 60},
	}
	got, err = DecodeResult(AppendResult(nil, &lie), limits, began)
	if err != nil {
		t.Fatal(err)
	}
	if len(got.Error) > maxErrorText+10 || !strings.HasPrefix(got.Error, "a\uFFFDb\uFFFD") || got.Usage.Operations > 1000 || got.Usage.Warm > 24*time.Hour {
		t.Errorf("%.50s %+v", got.Error, got.Usage)
	}
	if len(got.Logs) != 2 || got.Dropped != 1 || got.Logs[0].Level != "info" || got.Logs[0].Time.Before(began) || got.Logs[1].Time.After(time.Now()) {
		t.Errorf("%+v, %d dropped", got.Logs, got.Dropped)
	}
	if _, err := DecodeResult(AppendResult(nil, &sandbox.Result{Outcome: "none"}), limits, began); err == nil {
		t.Error("an unknown outcome is accepted")
	}
	many := sandbox.Result{Outcome: sandbox.OK, Logs: make([]sandbox.LogLine, 11)}
	if _, err := DecodeResult(AppendResult(nil, &many), limits, began); err == nil {
		t.Error("too many lines are accepted")
	}
}

func TestControl_SurvivesTheTrip(t *testing.T) {
	t.Parallel()
	walls := []sandbox.Wall{{Name: "files", Stands: true, Detail: "x"}, {Name: "y"}}
	if got, err := DecodeReady(AppendReady(nil, walls)); err != nil || !reflect.DeepEqual(got, walls) {
		t.Error(got, err)
	}
	if _, err := DecodeReady(AppendReady(nil, make([]sandbox.Wall, maxWalls+1))); err == nil {
		t.Error("too many walls are accepted")
	}
	script := sandbox.Script{ID: "a", Version: 3, Source: "package main"}
	got, limits, err := DecodeLoad(AppendLoad(nil, script, sandbox.DefaultLimits()))
	if err != nil || got != script || limits != sandbox.DefaultLimits() {
		t.Error(got, limits, err)
	}
	list := []sandbox.Diagnostic{
		{Line: 1, Column: 2, EndLine: 3, EndColumn: 4, Severity: sandbox.SeverityWarning, Code: "type", Message: "x"},
		{Line: 1, Severity: sandbox.SeverityError, Message: "y"},
	}
	if got, err := DecodeChecked(AppendChecked(nil, list)); err != nil || !reflect.DeepEqual(got, list) {
		t.Error(got, err)
	}
	long := make([]sandbox.Diagnostic, 2*maxDiagnostics)
	for i := range long {
		long[i].Message = strings.Repeat("m", 1<<20)
	}
	b := AppendChecked(nil, long)
	if got, err := DecodeChecked(b); err != nil || len(b) > MaxControl || len(got) == 0 || len(got) > maxDiagnostics {
		t.Errorf("%d bytes, %d diagnostics, %v", len(b), len(got), err)
	}
}

func FuzzReader(f *testing.F) {
	f.Add(AppendFrame(AppendFrame(nil, Response, 0, 1, []byte("x")), Body, End, 1, []byte("y")), byte(3))
	f.Add(AppendMessage(nil, Result, 0, 1, make([]byte, MaxPayload+1)), byte(200))
	f.Add([]byte{255, 255, 255, 255, 1, 0, 0, 0, 0, 0, 0, 0}, byte(0))
	f.Fuzz(func(t *testing.T, stream []byte, step byte) {
		r := NewReader(&steps{rest: stream, step: int(step)*256 + 64})
		var again []byte
		for {
			frame, err := r.Next()
			if err != nil {
				break
			}
			if len(frame.Payload) > MaxPayload {
				t.Fatalf("a frame of %d bytes", len(frame.Payload))
			}
			again = AppendFrame(again, frame.Type, frame.Flags, frame.ID, frame.Payload)
			r.Release()
		}
		if !bytes.HasPrefix(stream, again) {
			t.Error("what was read is not what was written")
		}
	})
}

// steps delivers a few bytes at a time.
type steps struct {
	rest []byte
	step int
}

func (s *steps) Read(p []byte) (int, error) {
	if len(s.rest) == 0 {
		return 0, io.EOF
	}
	n := copy(p[:min(len(p), s.step)], s.rest)
	s.rest = s.rest[n:]
	return n, nil
}

func FuzzDecode(f *testing.F) {
	head, _ := AppendResponse(nil, 200, http.Header{"A": {"b"}})
	f.Add(head)
	f.Add(AppendResult(nil, &sandbox.Result{Outcome: sandbox.OK, Logs: []sandbox.LogLine{{Level: "info", Message: "m", Attrs: map[string]string{"a": "b"}}}}))
	f.Add(AppendReady(nil, []sandbox.Wall{{Name: "n", Stands: true, Detail: "d"}}))
	f.Add(AppendChecked(nil, []sandbox.Diagnostic{{Line: 1, Message: "m"}}))
	f.Add(AppendRequest(nil, &sandbox.Call{Method: "GET", Header: http.Header{"A": {"b"}}}))
	limits := sandbox.Limits{LogLines: 10, LogBytes: 1000, Operations: 100}
	f.Fuzz(func(t *testing.T, payload []byte) {
		if head, err := DecodeResponse(payload); err == nil {
			header := http.Header{}
			head.Header(header)
			if head.Status < 200 || head.Status > 599 || len(header) > MaxFields {
				t.Errorf("%d %v", head.Status, header)
			}
			for key, values := range header {
				for _, value := range values {
					if key == "" || strings.ContainsAny(key+value, "\r\n\x00") {
						t.Errorf("%q: %q", key, value)
					}
				}
			}
		}
		if r, err := DecodeReturn(string(payload), limits, time.Now()); err == nil {
			if int64(len(r.Body)) > limits.ResponseBytes || r.Head.Status == 0 && r.Result.Outcome == sandbox.OK {
				t.Errorf("%+v", r)
			}
		}
		if _, _, call, err := DecodeCall(payload); err == nil {
			if again, err := DecodeRequest(AppendRequest(nil, &call)); err != nil || !reflect.DeepEqual(again, call) {
				t.Errorf("%v\n%+v\n%+v", err, again, call)
			}
		}
		if r, err := DecodeResult(payload, limits, time.Now()); err == nil {
			bytes := 0
			for _, line := range r.Logs {
				bytes += int(length(line))
			}
			if len(r.Logs) > limits.LogLines || bytes > 3*limits.LogBytes || r.Outcome.Status() == 0 || r.Usage.Operations > limits.Operations || r.Usage.Run < 0 {
				t.Errorf("%+v", r)
			}
		}
		if list, err := DecodeChecked(payload); err == nil && len(list) > maxDiagnostics {
			t.Errorf("%d diagnostics", len(list))
		}
		if list, err := DecodeReady(payload); err == nil && len(list) > maxWalls {
			t.Errorf("%d walls", len(list))
		}
		// What the worker decodes comes from us; it must only not panic.
		_, _ = DecodeRequest(payload)
		_, _, _ = DecodeLoad(payload)
	})
}
