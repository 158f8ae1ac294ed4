//go:build linux

package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"runtime"
	"strconv"
	"time"

	"golang.org/x/sys/unix"
)

// generator puts load on a server: one thread that waits for all connections at
// once, writes a request with one system call and reads its answer with
// another. On a machine with few processors the generator takes its part of
// them from the server, so it has to be cheap.
type generator struct {
	poll    int
	clients []*client
	scratch []byte // what all connections read into, as long as they get whole answers
}

// client is one connection, on which a request is sent as soon as the one
// before is answered.
type client struct {
	fd      int
	request []byte
	want    []byte
	partial []byte // the beginning of an answer
	sent    time.Time
}

// drive is what one turn of a generator found.
type drive struct {
	latencies histogram
	elapsed   time.Duration
	cpu       time.Duration // of the generator
}

// connect opens connections to a server, which ask for the loads in turn.
func connect(address string, loads []*load, connections int) (g *generator, err error) {
	parsed, err := net.ResolveTCPAddr("tcp4", address)
	if err != nil {
		return nil, err
	}
	to := &unix.SockaddrInet4{Port: parsed.Port, Addr: [4]byte(parsed.IP.To4())}
	g = &generator{scratch: make([]byte, 64<<10)}
	if g.poll, err = unix.EpollCreate1(unix.EPOLL_CLOEXEC); err != nil {
		return nil, err
	}
	for i := range connections {
		l := loads[i%len(loads)]
		c := &client{request: l.request(address), want: []byte(l.want)}
		if c.fd, err = unix.Socket(unix.AF_INET, unix.SOCK_STREAM|unix.SOCK_CLOEXEC, 0); err == nil {
			g.clients = append(g.clients, c)
			err = errors.Join(
				unix.Connect(c.fd, to),
				unix.SetNonblock(c.fd, true),
				unix.SetsockoptInt(c.fd, unix.IPPROTO_TCP, unix.TCP_NODELAY, 1),
				unix.EpollCtl(g.poll, unix.EPOLL_CTL_ADD, c.fd, &unix.EpollEvent{Events: unix.EPOLLIN, Fd: int32(i)}),
			)
		}
		if err != nil {
			return nil, errors.Join(fmt.Errorf("connection %d: %w", i+1, err), g.close())
		}
	}
	return g, nil
}

func (g *generator) close() error {
	err := unix.Close(g.poll)
	for _, c := range g.clients {
		err = errors.Join(err, unix.Close(c.fd))
	}
	return err
}

// run asks on all connections until the time is over, and waits for what is
// not answered yet.
func (g *generator) run(ctx context.Context, during time.Duration) (*drive, error) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	before, err := threadTime()
	if err != nil {
		return nil, err
	}
	d := &drive{}
	began := time.Now()
	until, late := began.Add(during), began.Add(during+patience)
	open := len(g.clients)
	for _, c := range g.clients {
		if err := c.send(); err != nil {
			return nil, err
		}
	}
	events := make([]unix.EpollEvent, len(g.clients))
	for open > 0 {
		n, err := unix.EpollWait(g.poll, events, 100)
		if err != nil && !errors.Is(err, unix.EINTR) {
			return nil, err
		}
		for _, event := range events[:max(n, 0)] {
			c := g.clients[event.Fd]
			whole, err := c.read(g.scratch)
			if err != nil {
				return nil, err
			}
			if !whole {
				continue
			}
			now := time.Now()
			d.latencies.add(now.Sub(c.sent))
			if now.After(until) {
				open--
				continue
			}
			if err := c.send(); err != nil {
				return nil, err
			}
		}
		if n <= 0 && (ctx.Err() != nil || time.Now().After(late)) {
			return nil, fmt.Errorf("%d connections wait for an answer: %w", open, errors.Join(ctx.Err(), context.DeadlineExceeded))
		}
	}
	d.elapsed = time.Since(began)
	after, err := threadTime()
	d.cpu = after - before
	return d, err
}

// send writes the request. It fits into the empty buffer of the connection.
func (c *client) send() error {
	c.sent = time.Now()
	n, err := unix.Write(c.fd, c.request)
	if err == nil && n < len(c.request) {
		err = fmt.Errorf("only %d of %d bytes of the request were taken", n, len(c.request))
	}
	return err
}

// read reads what is there, and reports whether that makes a whole answer,
// which must be the right one.
func (c *client) read(scratch []byte) (whole bool, err error) {
	n, err := unix.Read(c.fd, scratch)
	switch {
	case errors.Is(err, unix.EAGAIN) || errors.Is(err, unix.EINTR):
		return false, nil
	case err != nil:
		return false, err
	case n == 0:
		return false, errors.New("the server has closed the connection")
	}
	answer := scratch[:n]
	if len(c.partial) > 0 {
		c.partial = append(c.partial, answer...)
		answer = c.partial
	}
	body, whole, err := split(answer)
	if err != nil {
		return false, err
	}
	if !whole {
		if len(c.partial) == 0 {
			c.partial = append(c.partial, answer...)
		}
		return false, nil
	}
	if !bytes.Equal(body, c.want) {
		return false, fmt.Errorf("the answer is %.500q instead of %.500q", body, c.want)
	}
	c.partial = c.partial[:0]
	return true, nil
}

// split finds the body of an answer, which must be a success.
func split(answer []byte) (body []byte, whole bool, err error) {
	head, rest, whole := bytes.Cut(answer, []byte("\r\n\r\n"))
	if !whole {
		return nil, false, nil
	}
	if !bytes.HasPrefix(head, []byte("HTTP/1.1 200 ")) {
		return nil, false, fmt.Errorf("the answer is %.1000q", answer)
	}
	_, length, found := bytes.Cut(head, []byte("\r\nContent-Length: "))
	if !found {
		if bytes.Contains(head, []byte("\r\nTransfer-Encoding: chunked")) {
			return join(rest)
		}
		return nil, false, fmt.Errorf("the answer has no length: %.500q", head)
	}
	digits, _, _ := bytes.Cut(length, []byte("\r\n"))
	size, err := strconv.Atoi(string(digits))
	switch {
	case err != nil:
		return nil, false, fmt.Errorf("the length of the answer: %w", err)
	case len(rest) > size:
		return nil, false, fmt.Errorf("the answer is longer than it says: %.500q", answer)
	}
	return rest, len(rest) == size, nil
}

// join puts the chunks of a body together.
func join(chunks []byte) (body []byte, whole bool, err error) {
	for {
		digits, rest, found := bytes.Cut(chunks, []byte("\r\n"))
		if !found {
			return nil, false, nil
		}
		size, err := strconv.ParseInt(string(digits), 16, 32)
		switch {
		case err != nil:
			return nil, false, fmt.Errorf("the length of a chunk: %w", err)
		case int64(len(rest)) < size+2:
			return nil, false, nil
		case size == 0:
			return body, true, nil
		}
		body = append(body, rest[:size]...)
		chunks = rest[size+2:]
	}
}

// threadTime is the CPU time of the thread that calls.
func threadTime() (time.Duration, error) {
	var usage unix.Rusage
	err := unix.Getrusage(unix.RUSAGE_THREAD, &usage)
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano()), err
}

// once asks for a load once, on a connection of its own.
func (s *server) once(ctx context.Context, l *load) error {
	_, err := s.timed(ctx, l)
	return err
}

// timed is once, and tells how long it took from the connection on.
func (s *server) timed(ctx context.Context, l *load) (took time.Duration, err error) {
	g, err := connect(s.site(l), []*load{l}, 1)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, g.close()) }()
	d, err := g.run(ctx, 0)
	if err != nil {
		return 0, err
	}
	return d.elapsed, nil
}
