package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"slices"
	"strconv"
	"sync"
	"time"
)

// lane is one way through the server, with what was measured of it.
type lane struct {
	name   string
	server *server
	turns  []turn
}

// turn is what was measured in one slice of time.
type turn struct {
	rate     float64 // requests in a second
	cpu      float64 // microseconds of the server and its workers for a request
	p50, p99 time.Duration
}

// turn puts load on the server for a slice of time.
func (l *lane) turn(ctx context.Context, o options) (turn, error) {
	before, err := l.server.cpuTime()
	if err != nil {
		return turn{}, err
	}
	began := time.Now()
	latencies, err := load(ctx, l.server.public, o.connections, o.slice)
	if err != nil {
		return turn{}, err
	}
	elapsed := time.Since(began)
	after, err := l.server.cpuTime()
	if err != nil {
		return turn{}, err
	}
	slices.Sort(latencies)
	n := len(latencies)
	return turn{
		rate: float64(n) / elapsed.Seconds(),
		cpu:  float64((after - before).Microseconds()) / float64(n),
		p50:  latencies[n/2],
		p99:  latencies[n*99/100],
	}, nil
}

// load asks on so many connections at once until the time is over, and returns
// how long each answer took.
func load(ctx context.Context, address string, connections int, during time.Duration) ([]time.Duration, error) {
	ctx, cancel := context.WithTimeout(ctx, during+patience)
	defer cancel()
	until := time.Now().Add(during)
	var (
		work sync.WaitGroup
		mu   sync.Mutex
		all  []time.Duration
		errs error
	)
	for range connections {
		work.Go(func() {
			mine, err := ask(ctx, address, until)
			mu.Lock()
			defer mu.Unlock()
			all = append(all, mine...)
			errs = errors.Join(errs, err)
		})
	}
	work.Wait()
	if errs == nil && len(all) == 0 {
		errs = errors.New("nothing was answered")
	}
	return all, errs
}

// ask asks on one connection, again as soon as it is answered. Every answer
// must be the one that is expected.
func ask(ctx context.Context, address string, until time.Time) (latencies []time.Duration, err error) {
	var dialer net.Dialer
	conn, err := dialer.DialContext(ctx, "tcp", address)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, conn.Close()) }()
	if deadline, ok := ctx.Deadline(); ok {
		if err := conn.SetDeadline(deadline); err != nil {
			return nil, err
		}
	}
	request := []byte("GET " + path + " HTTP/1.1\r\nHost: " + address + "\r\nUser-Agent: benchmarks\r\nAccept: */*\r\n\r\n")
	buf := make([]byte, 8<<10)
	for began := time.Now(); began.Before(until); {
		if _, err := conn.Write(request); err != nil {
			return latencies, err
		}
		body, err := answer(conn, buf)
		if err != nil {
			return latencies, err
		}
		if string(body) != text {
			return latencies, fmt.Errorf("the answer is %q instead of %q", body, text)
		}
		ended := time.Now()
		latencies = append(latencies, ended.Sub(began))
		began = ended
	}
	return latencies, nil
}

// answer reads one response, which must be a success of known length, and
// returns its body.
func answer(conn net.Conn, buf []byte) ([]byte, error) {
	for n := 0; ; {
		got, err := conn.Read(buf[n:])
		if err != nil {
			return nil, err
		}
		n += got
		head, rest, whole := bytes.Cut(buf[:n], []byte("\r\n\r\n"))
		if !whole {
			if n == len(buf) {
				return nil, errors.New("the head of the response is too long")
			}
			continue
		}
		if !bytes.HasPrefix(head, []byte("HTTP/1.1 200 ")) {
			return nil, fmt.Errorf("the response is %q", buf[:n])
		}
		_, length, found := bytes.Cut(head, []byte("\r\nContent-Length: "))
		if !found {
			return nil, errors.New("the response has no length")
		}
		digits, _, _ := bytes.Cut(length, []byte("\r\n"))
		size, err := strconv.Atoi(string(digits))
		if err != nil {
			return nil, fmt.Errorf("the length of the response: %w", err)
		}
		if len(rest) >= size {
			return rest[:size], nil
		}
	}
}
