//go:build unix

package e2e

import (
	"io"
	"net"
	"net/http"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// terminate ends connections to the database, those that listen or all.
func (db *database) terminate(t *testing.T, which string) {
	t.Helper()
	db.ask(t, "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND ("+which+")")
}

const (
	whichListen   = "query ILIKE 'LISTEN%' OR query = 'SELECT 1'"
	whichAreNodes = "application_name = 'picloud'"
)

func TestCluster_FollowsThoughConnectionsEnd(t *testing.T) {
	t.Parallel()
	db := startDatabase(t)
	a, b := start(t, db.node("a")), start(t, db.node("b"))
	id := a.deploy(t, "kept", textSource("kept"), "/kept").ID
	eventually(t, "both serve the route", func() bool { return b.get(t, "/kept").status == http.StatusOK })
	load := startTraffic(t, b, "/kept", "kept")
	for name, which := range map[string]string{"listen": whichListen, "all": whichAreNodes} {
		var slowest time.Duration
		for round := range 5 {
			eventually(t, "both listen", func() bool { return db.listeners(t) == "2" })
			path := "/" + name + strconv.Itoa(round)
			db.terminate(t, which)
			a.api(t, http.MethodPost, "/scripts/"+id+"/routes", object{"path": path}).want(t, http.StatusCreated)
			began := time.Now()
			eventually(t, "the other node follows", func() bool { return b.get(t, path).status == http.StatusOK })
			slowest = max(slowest, time.Since(began))
		}
		t.Logf("connections of kind %q ended 5 times: a change was taken at once and live on the other node after at most %v",
			name, slowest.Round(time.Millisecond))
	}
	eventually(t, "both listen again", func() bool { return db.listeners(t) == "2" })
	load.goesOn(t, 20)
}

// wire is a TCP way to a database that can fail as a network does: without a
// word to either end.
type wire struct {
	listener net.Listener
	socket   string

	mu        sync.Mutex
	swallowed bool
	stranded  chan struct{} // closed when the connections there are carry nothing any more
}

// wire returns one, and the DSN that leads over it.
func (db *database) wire(t *testing.T) (*wire, string) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	w := &wire{listener: listener, socket: filepath.Join(db.dir, ".s.PGSQL.5432"), stranded: make(chan struct{})}
	var conns sync.WaitGroup
	ending := make(chan struct{})
	conns.Go(func() {
		for {
			client, err := listener.Accept()
			if err != nil {
				return
			}
			conns.Go(func() { w.carry(client, ending) })
		}
	})
	t.Cleanup(func() {
		closing(t, listener)
		close(ending)
		conns.Wait()
	})
	_, port, err := net.SplitHostPort(listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	return w, strings.Replace(db.dsn, "host="+db.dir, "host=127.0.0.1 port="+port, 1)
}

// carry serves a connection until the test ends or one of its ends closes.
func (w *wire) carry(client net.Conn, ending <-chan struct{}) {
	w.mu.Lock()
	stranded, swallowed := w.stranded, w.swallowed
	w.mu.Unlock()
	var both sync.WaitGroup
	defer both.Wait()
	server, err := net.Dial("unix", w.socket)
	if err != nil {
		_ = client.Close() // as a host does whose server is down
		return
	}
	ended := make(chan struct{}, 2)
	for _, pair := range [][2]net.Conn{{server, client}, {client, server}} {
		both.Go(func() {
			defer func() { ended <- struct{}{} }()
			buffer := make([]byte, 64<<10)
			for {
				n, err := pair[1].Read(buffer)
				select {
				case <-stranded:
					_, _ = io.Copy(io.Discard, pair[1]) // until it is closed
					return
				default:
				}
				if swallowed {
					continue
				}
				if n > 0 {
					_, _ = pair[0].Write(buffer[:n]) // where it fails, the other way ends
				}
				if err != nil {
					return
				}
			}
		})
	}
	select {
	case <-ended:
	case <-ending:
	}
	_ = client.Close()
	_ = server.Close()
}

// strand makes the connections there are swallow everything, and keeps them
// open. New ones do the same if swallow is set.
func (w *wire) strand(swallow bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	close(w.stranded)
	w.stranded, w.swallowed = make(chan struct{}), swallow
}

func TestCluster_SurvivesHalfOpenConnections(t *testing.T) {
	t.Parallel()
	db := startDatabase(t)
	w, dsn := db.wire(t)
	far := *db
	far.dsn = dsn
	a, b := start(t, db.node("a")), start(t, far.node("b"))
	id := a.deploy(t, "kept", textSource("kept"), "/kept").ID
	routes := "/scripts/" + id + "/routes"
	eventually(t, "both serve the route", func() bool { return b.get(t, "/kept").status == http.StatusOK })
	eventually(t, "both listen", func() bool { return db.listeners(t) == "2" })
	load := startTraffic(t, b, "/kept", "kept")

	t.Run("that only new ones replace", func(t *testing.T) {
		w.strand(false)
		began := time.Now()
		a.api(t, http.MethodPost, routes, object{"path": "/one"}).want(t, http.StatusCreated)
		eventually(t, "the node follows", func() bool { return b.get(t, "/one").status == http.StatusOK })
		followed := time.Since(began)
		began = time.Now()
		b.api(t, http.MethodPost, routes, object{"path": "/two"}).want(t, http.StatusCreated)
		changed := time.Since(began)
		eventually(t, "the other node follows", func() bool { return a.get(t, "/two").status == http.StatusOK })
		t.Logf("the node followed after %v, and took a change of its own in %v", followed.Round(time.Millisecond), changed.Round(time.Millisecond))
	})

	t.Run("that nothing replaces", func(t *testing.T) {
		w.strand(true)
		began := time.Now()
		b.refuses(t, routes, object{"path": "/never"})
		refused := time.Since(began)
		a.api(t, http.MethodPost, routes, object{"path": "/three"}).want(t, http.StatusCreated)
		load.goesOn(t, 20)
		b.get(t, "/three").want(t, http.StatusNotFound)
		eventually(t, "the node knows", func() bool { return b.sink(t).Store.State == "unreachable" })
		w.strand(false)
		began = time.Now()
		eventually(t, "the node follows", func() bool { return b.get(t, "/three").status == http.StatusOK })
		eventually(t, "the node takes changes", func() bool {
			status := b.api(t, http.MethodPost, routes, object{"path": "/four"}).status
			return status == http.StatusCreated || status == http.StatusConflict
		})
		t.Logf("a change got 503 after %v; when the way was there again, the node had all after %v",
			refused.Round(time.Millisecond), time.Since(began).Round(time.Millisecond))
	})

	load.goesOn(t, 20)
	load.stop()
	eventually(t, "all records are written", func() bool { return b.sink(t).LogSink.Queued == 0 })
	if sink := b.sink(t).LogSink; sink.Dropped != 0 {
		t.Errorf("records were dropped: %+v", sink)
	}
}
