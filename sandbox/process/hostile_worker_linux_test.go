package process

import (
	"encoding/binary"
	"fmt"
	"net/http"
	"os"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/picloud/picloud/sandbox"
	"github.com/picloud/picloud/sandbox/process/wire"
)

// A test binary is a worker when package process says so, and a hostile one
// when it was started under one of these names.
const hostilePrefix = "hostile worker: "

func TestMain(m *testing.M) {
	if kind, ok := strings.CutPrefix(os.Args[0], hostilePrefix); ok {
		hostile(kind, os.Args[2])
		os.Exit(0)
	}
	if os.Args[0] == parentName {
		beParent()
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// hostilePipe is a pair of pipes of a hostile worker.
type hostilePipe struct {
	in  *wire.Reader
	out *os.File
}

func (p hostilePipe) frame(kind wire.Type, flags wire.Flags, id uint32, payload []byte) bool {
	_, err := p.out.Write(wire.AppendFrame(nil, kind, flags, id, payload))
	return err == nil
}

func (p hostilePipe) answer(id uint32, body string) bool {
	head, _ := wire.AppendResponse(nil, 200, http.Header{"X-Id": {fmt.Sprint(id)}})
	return p.frame(wire.Response, 0, id, head) && p.frame(wire.Body, wire.End, id, []byte(body)) && p.result(id, sandbox.OK)
}

func (p hostilePipe) result(id uint32, outcome sandbox.Outcome) bool {
	return p.frame(wire.Result, 0, id, wire.AppendResult(nil, &sandbox.Result{Outcome: outcome}))
}

// hostile is a worker that does what a script that has taken over a worker
// could do.
func hostile(kind, places string) {
	n, _ := strconv.Atoi(places)
	file := func(fd int) *os.File { f, _ := inherit(fd, "pipe"); return f }
	control := hostilePipe{wire.NewReader(file(controlInFD)), file(controlOutFD)}
	switch kind {
	case "dies at the start":
		os.Exit(7)
	case "babbles at the start":
		control.out.Write([]byte("HTTP/1.1 200 OK\r\n\r\n this is no frame at all, and long enough for a header"))
	}
	if kind == "deaf" {
		control.frame(wire.Ready, 0, 0, wire.AppendReady(nil, nil))
		time.Sleep(time.Hour) // to wait for nothing is a deadlock where nothing else goes on
	}
	control.frame(wire.Ready, 0, 0, wire.AppendReady(nil, []sandbox.Wall{{Name: "kind", Detail: kind}}))
	lane := hostilePipe{wire.NewLaneReader(file(laneInFD)), file(laneOutFD)}
	pairs := make([]hostilePipe, 0, n)
	for i := range n {
		p := hostilePipe{wire.NewReader(file(firstPairFD + 2*i)), file(firstPairFD + 2*i + 1)}
		pairs = append(pairs, p)
		go func() {
			for {
				f, err := p.in.Next()
				if err != nil {
					return
				}
				if f.Type == wire.Request {
					p.misbehave(kind, f, control)
				}
			}
		}()
	}
	go func() {
		for {
			f, err := lane.in.Next()
			if err != nil {
				return
			}
			if onLane, ok := strings.CutPrefix(kind, "lane: "); ok {
				lane.misbehaveOnLane(onLane, f)
				continue
			}
			// What it does on a pair is the same as for large requests.
			pair, _, _, _ := wire.DecodeCall(f.Payload)
			lane.frame(wire.Elsewhere, 0, f.ID, nil)
			go pairs[pair].misbehave(kind, f, control)
		}
	}()
	for {
		f, err := control.in.Next()
		if err != nil {
			os.Exit(0)
		}
		if f.Type == wire.Check && kind == "dies on checks" {
			fmt.Fprint(os.Stderr, "fatal error: runtime: out of memory\n")
			os.Exit(2)
		}
		if f.Type == wire.Load {
			if kind == "never loads" {
				select {}
			}
			control.frame(wire.Loaded, 0, 0, wire.AppendResult(nil, &sandbox.Result{Outcome: sandbox.OK}))
		}
	}
}

// returns is the payload of a Return with a body.
func returns(status int, header http.Header, body string, outcome sandbox.Outcome) []byte {
	head, _ := wire.AppendResponse(nil, status, header)
	return wire.AppendReturn(nil, head, []byte(body), &sandbox.Result{Outcome: outcome})
}

func (p hostilePipe) misbehaveOnLane(kind string, f wire.Frame) {
	fine := returns(200, nil, "fine", sandbox.OK)
	full := make([]byte, wire.MaxPayload)
	switch kind {
	case "garbage":
		for i := range full {
			full[i] = byte(i * i >> 3)
		}
		p.out.Write(full)
	case "too long":
		p.frame(wire.Return, 0, f.ID, full)
	case "in pieces":
		p.frame(wire.Return, wire.More, f.ID, full)
	case "another type":
		p.frame(wire.Body, wire.End, f.ID, []byte("hi"))
	case "another id":
		p.frame(wire.Return, 0, f.ID+1, fine)
	case "two answers":
		b := wire.AppendFrame(nil, wire.Return, 0, f.ID, fine)
		p.out.Write(append(b, b...))
	case "empty":
		p.frame(wire.Return, 0, f.ID, nil)
	case "no response":
		p.frame(wire.Return, 0, f.ID, wire.AppendReturn(nil, nil, nil, &sandbox.Result{Outcome: sandbox.OK}))
	case "a body without a head":
		p.frame(wire.Return, 0, f.ID, wire.AppendReturn(nil, nil, []byte("hi"), &sandbox.Result{Outcome: sandbox.Failed}))
	case "status 7":
		p.frame(wire.Return, 0, f.ID, returns(7, nil, "", sandbox.OK))
	case "smuggled field":
		p.frame(wire.Return, 0, f.ID, returns(200, http.Header{"A": {"b\r\nevil: yes"}}, "", sandbox.OK))
	case "too large a body":
		p.frame(wire.Return, 0, f.ID, returns(200, nil, strings.Repeat("x", 10_000), sandbox.OK))
	case "elsewhere twice":
		b := wire.AppendFrame(nil, wire.Elsewhere, 0, f.ID, nil)
		p.out.Write(append(b, b...))
	case "closes the pipe":
		p.out.Close()
	case "silence":
	case "late":
		time.Sleep(150 * time.Millisecond)
		p.frame(wire.Return, 0, f.ID, fine)
	case "crumbs":
		for b := wire.AppendFrame(nil, wire.Return, 0, f.ID, full[:10_000]); ; b = b[1:] {
			if len(b) == 0 {
				select {}
			}
			p.out.Write(b[:1])
			time.Sleep(20 * time.Microsecond)
		}
	case "does not read":
		select {}
	}
}

func (p hostilePipe) misbehave(kind string, f wire.Frame, control hostilePipe) {
	head, _ := wire.AppendResponse(nil, 200, nil)
	full := make([]byte, wire.MaxPayload)
	switch kind {
	case "honest":
		p.answer(f.ID, "fine")
	case "garbage":
		for i := range full {
			full[i] = byte(i * i >> 3)
		}
		p.out.Write(full)
	case "huge length":
		p.out.Write(binary.LittleEndian.AppendUint32(nil, 0xffffffff))
		p.out.Write(full)
	case "unknown type":
		p.frame(99, 0, f.ID, nil)
	case "too many fields":
		b := binary.AppendUvarint(nil, 200)
		b = binary.AppendUvarint(b, 5000)
		for range 5000 {
			b = append(b, 1, 'a', 1, 'b')
		}
		p.frame(wire.Response, wire.End, f.ID, b)
	case "status 7":
		p.frame(wire.Response, wire.End, f.ID, []byte{7, 0})
	case "smuggled field":
		b := append(binary.AppendUvarint(nil, 200), 1, 1, 'a', 12)
		p.frame(wire.Response, wire.End, f.ID, append(b, "b\r\nevil: yes"...))
	case "body without end":
		p.frame(wire.Response, 0, f.ID, head)
		for p.frame(wire.Body, 0, f.ID, full) {
		}
	case "head without end":
		for p.frame(wire.Response, wire.More, f.ID, full) {
		}
	case "result without end":
		for p.frame(wire.Result, wire.More, f.ID, full) {
		}
	case "empty pieces":
		p.frame(wire.Response, 0, f.ID, head)
		for p.frame(wire.Body, 0, f.ID, nil) {
		}
	case "body first":
		p.frame(wire.Body, wire.End, f.ID, []byte("hi"))
	case "result only":
		p.result(f.ID, sandbox.OK)
	case "two heads":
		p.frame(wire.Response, 0, f.ID, head)
		p.frame(wire.Response, 0, f.ID, head)
	case "another id":
		p.answer(f.ID+1, "not yours")
	case "two answers":
		b := wire.AppendFrame(nil, wire.Result, 0, f.ID, wire.AppendResult(nil, &sandbox.Result{Outcome: sandbox.Failed}))
		p.out.Write(append(b, b...))
	case "half a response":
		p.frame(wire.Response, 0, f.ID, head)
		os.Exit(0)
	case "exit":
		os.Exit(3)
	case "closes the pipe":
		p.out.Close()
		select {}
	case "closes the control pipe":
		control.out.Close()
		select {}
	case "talks on the control pipe":
		for control.frame(wire.Loaded, 0, 0, full) {
		}
	case "last words":
		fmt.Fprint(os.Stderr, "fatal error: everything is \xff wrong\n\ngoroutine 1:\n")
		os.Exit(2)
	case "many threads":
		for range 2 * maxThreads {
			go func() {
				runtime.LockOSThread()
				select {}
			}()
		}
		select {}
	case "silence":
		select {}
	case "crumbs":
		// A reader that is woken for each of them has nothing else to do.
		for b := wire.AppendFrame(nil, wire.Result, 0, f.ID, full); ; b = b[1:] {
			if len(b) == 0 {
				select {}
			}
			p.out.Write(b[:1])
			time.Sleep(20 * time.Microsecond)
		}
	case "late":
		time.Sleep(150 * time.Millisecond)
		p.answer(f.ID, "late")
	case "stalls":
		p.frame(wire.Response, 0, f.ID, head)
		select {}
	case "flood on stderr":
		for range 4 {
			go func() {
				for {
					os.Stderr.Write(full)
				}
			}()
		}
		time.Sleep(500 * time.Millisecond)
		p.answer(f.ID, "fine")
	case "floods of log":
		r := sandbox.Result{Outcome: sandbox.Failed}
		for range 10_000 {
			r.Logs = append(r.Logs, sandbox.LogLine{Level: "info", Message: "x"})
		}
		p.out.Write(wire.AppendMessage(nil, wire.Result, 0, f.ID, wire.AppendResult(nil, &r)))
	}
}
