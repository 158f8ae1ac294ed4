package postgres

import (
	"errors"
	"io"
	"net"
	"net/url"
	"path/filepath"
	"strconv"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5/pgxpool"
)

// proxy stands between a store and its server and can fail as a network does.
type proxy struct {
	tb       testing.TB
	listener net.Listener
	network  string
	server   string

	mu     sync.Mutex
	conns  map[net.Conn]bool
	thawed chan struct{} // closed while data flows
	down   bool

	generation int           // how often strand was called
	closed     chan struct{} // with the proxy
}

// newProxy returns a proxy to the server of a DSN, and the DSN that leads
// through it.
func newProxy(tb testing.TB, dsn string) (*proxy, string) {
	tb.Helper()
	config, err := pgxpool.ParseConfig(dsn)
	if err != nil {
		tb.Fatal(err)
	}
	host, port := config.ConnConfig.Host, strconv.Itoa(int(config.ConnConfig.Port))
	p := &proxy{tb: tb, network: "tcp", server: net.JoinHostPort(host, port), conns: map[net.Conn]bool{}, thawed: make(chan struct{}), closed: make(chan struct{})}
	if filepath.IsAbs(host) {
		p.network, p.server = "unix", filepath.Join(host, ".s.PGSQL."+port)
	}
	close(p.thawed)
	if p.listener, err = net.Listen("tcp", "127.0.0.1:0"); err != nil {
		tb.Fatal(err)
	}
	go p.accept()
	tb.Cleanup(func() {
		p.thaw()
		close(p.closed)
		_ = p.listener.Close() // no more of it is wanted, whatever it says
		p.cut()
	})
	_, own, err := net.SplitHostPort(p.listener.Addr().String())
	if err != nil {
		tb.Fatal(err)
	}
	u := url.URL{
		Scheme: "postgres", User: url.UserPassword(config.ConnConfig.User, config.ConnConfig.Password),
		Host: "127.0.0.1:" + own, Path: config.ConnConfig.Database,
		RawQuery: url.Values{
			"search_path": {config.ConnConfig.RuntimeParams["search_path"]},
			"sslmode":     {"disable"},
		}.Encode(),
	}
	return p, u.String()
}

func (p *proxy) accept() {
	for {
		client, err := p.listener.Accept()
		if err != nil {
			return
		}
		go p.serve(client)
	}
}

func (p *proxy) serve(client net.Conn) {
	p.mu.Lock()
	down, generation := p.down, p.generation
	p.conns[client] = true
	p.mu.Unlock()
	if down {
		hangUp(client)
		return
	}
	p.wait(generation)
	server, err := net.Dial(p.network, p.server)
	if err != nil {
		hangUp(client)
		return
	}
	p.mu.Lock()
	p.conns[server] = true
	p.mu.Unlock()
	go p.pump(server, client, generation)
	p.pump(client, server, generation)
}

// pump carries data one way until an end closes.
func (p *proxy) pump(to, from net.Conn, generation int) {
	defer to.Close()
	buffer := make([]byte, 64<<10)
	for {
		n, err := from.Read(buffer)
		p.wait(generation)
		if n > 0 {
			if _, err := to.Write(buffer[:n]); err != nil {
				return
			}
		}
		if err != nil {
			if !errors.Is(err, io.EOF) {
				hangUp(from)
			}
			return
		}
	}
}

// hangUp ends a connection, which may have ended before.
func hangUp(conn net.Conn) { _ = conn.Close() }

// wait returns when a connection of a generation may carry data.
func (p *proxy) wait(generation int) {
	p.mu.Lock()
	thawed := p.thawed
	if generation < p.generation {
		thawed = p.closed
	}
	p.mu.Unlock()
	<-thawed
}

// strand freezes the connections there are, for good, and no new ones: a
// firewall has forgotten them.
func (p *proxy) strand() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.generation++
}

// freeze stops all data, as a network does that swallows it: nobody is told.
func (p *proxy) freeze() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.thawed = make(chan struct{})
}

func (p *proxy) thaw() {
	p.mu.Lock()
	defer p.mu.Unlock()
	select {
	case <-p.thawed:
	default:
		close(p.thawed)
	}
}

// cut ends all connections.
func (p *proxy) cut() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for conn := range p.conns {
		hangUp(conn)
	}
	clear(p.conns)
}

// setDown ends all connections and refuses new ones, or takes them again.
func (p *proxy) setDown(down bool) {
	p.mu.Lock()
	p.down = down
	p.mu.Unlock()
	if down {
		p.cut()
	}
}
