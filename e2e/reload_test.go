package e2e

import (
	"fmt"
	"net"
	"net/http"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
)

func TestReload_KeepsServing(t *testing.T) {
	t.Parallel()
	s := start(t, setup{})
	s.deploy(t, "greet", greetSource, "/greet/:name")
	s.deploy(t, "slow", slowSource, "/slow")

	var stop atomic.Bool
	var served atomic.Int64
	var group sync.WaitGroup
	for client := range 4 {
		path := fmt.Sprintf("/greet/%d", client)
		if client == 0 {
			path = "/slow?ms=700"
		}
		group.Go(func() {
			for !stop.Load() {
				a, err := s.do(http.MethodGet, s.site(path), nil)
				if err != nil {
					t.Error("while reloading:", err)
					return
				}
				if a.status != http.StatusOK {
					t.Errorf("while reloading: want 200, got %s", a)
					return
				}
				served.Add(1)
			}
		})
	}
	for n := range 6 {
		seen := served.Load()
		timeout := fmt.Sprintf("timeout %ds", 20+n)
		s.reload(t, edit{"timeout 5s", timeout}).succeeds(t)
		eventually(t, "requests are served on", func() bool { return served.Load() > seen+10 || t.Failed() })
	}
	stop.Store(true)
	group.Wait()

	t.Run("the new config is in effect", func(t *testing.T) {
		if got := s.limits(t); got.TimeoutMS != 25_000 {
			t.Errorf("want a timeout of 25 s, got %+v", got)
		}
	})
	t.Run("scripts and their log survive", func(t *testing.T) {
		s.get(t, "/greet/alice").wantBody(t, `{"name":"alice","q":""}`)
		// A fast machine serves more than are recorded each.
		got := int64(len(s.logs(t, nil))) + s.sink(t).LogSink.Sampled
		if got != served.Load()+1 {
			t.Errorf("want %d records, got %d", served.Load()+1, got)
		}
	})
	t.Run("what is bound afterwards answers", func(t *testing.T) {
		s.deploy(t, "later", textSource("later"), "/later")
		s.get(t, "/later").wantBody(t, "later")
	})
}

func TestReload_ThatFailsChangesNothing(t *testing.T) {
	t.Parallel()
	s := start(t, setup{})
	s.deploy(t, "greet", greetSource, "/greet/:name")
	file := filepath.Join(s.home, "file")
	s.write(t, file, "not a folder")
	taken, err := net.Listen("tcp", address(freePort(t)))
	if err != nil {
		t.Fatal(err)
	}
	defer closing(t, taken)
	_, port, err := net.SplitHostPort(taken.Addr().String())
	if err != nil {
		t.Fatal(err)
	}

	for n, c := range []struct {
		name string
		edit edit
		says string
	}{
		{"an unknown option", edit{"max_log_lines 100", "max_log_lions 100"}, "max_log_lions"},
		{"an option that makes no sense", edit{"{env.PICLOUD_PUBLIC_BASE_URL}", "nonsense"}, "nonsense"},
		{"a store that cannot be opened", edit{"store sqlite", "store sqlite " + file}, file},
		{"an unknown executor", edit{"executor process", "executor imaginary"}, "imaginary"},
		{"another app that cannot be provisioned", edit{"\tencode\n", "\ttls " + file + " " + file + "\n"}, "tls"},
		{"another app that cannot start", edit{"# A name like", ":" + port + " {\n\trespond ok\n}\n\n# A name like"}, port},
	} {
		t.Run(c.name, func(t *testing.T) {
			s.reload(t, c.edit, edit{"timeout 5s", "timeout 9s"}).fails(t, c.says)

			s.get(t, "/greet/alice").wantBody(t, `{"name":"alice","q":""}`)
			name := fmt.Sprintf("after-%d", n)
			s.deploy(t, name, textSource(name), "/"+name)
			s.get(t, "/"+name).wantBody(t, name)
			if got := s.limits(t); got.TimeoutMS != 5_000 {
				t.Errorf("want the old timeout, got %+v", got)
			}
		})
	}
	t.Run("and a good one still loads", func(t *testing.T) {
		s.reload(t, edit{"timeout 5s", "timeout 7s"}).succeeds(t)
		if got := s.limits(t); got.TimeoutMS != 7_000 {
			t.Errorf("want the new timeout, got %+v", got)
		}
		s.get(t, "/greet/alice").wantBody(t, `{"name":"alice","q":""}`)
	})
}

// limits are limits as GET /config answers them.
type limits struct {
	TimeoutMS int `json:"timeout_ms"`
}

func (s *server) limits(t *testing.T) limits {
	t.Helper()
	a := s.api(t, http.MethodGet, "/config", nil).want(t, http.StatusOK)
	return decode[struct {
		Limits limits `json:"limits"`
	}](t, a).Limits
}
