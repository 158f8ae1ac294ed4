package e2e

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
)

func TestSites_FallThroughToOtherHandlers(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	if err := os.WriteFile(filepath.Join(root, "page.html"), []byte("from a file"), 0o600); err != nil {
		t.Fatal(err)
	}
	s := start(t, setup{edits: []edit{{
		"\n\tpicloud\n}",
		"\n\tpicloud {\n\t\tfallthrough\n\t}\n\trespond /hello \"from respond\"\n\tfile_server {\n\t\troot " + root + "\n\t}\n}",
	}}})
	made := s.deploy(t, "script", textSource("from a script"), "/script")
	s.get(t, "/script").wantBody(t, "from a script")
	s.get(t, "/hello").wantBody(t, "from respond")
	s.get(t, "/page.html").wantBody(t, "from a file")
	s.get(t, "/nothing").want(t, http.StatusNotFound)

	t.Run("a route takes over at once and gives back at once", func(t *testing.T) {
		bound := s.bind(t, made, object{"path": "/hello", "method": "GET"})
		s.get(t, "/hello").wantBody(t, "from a script")
		s.call(t, http.MethodPost, "/hello", nil).wantBody(t, "from respond")
		s.api(t, http.MethodDelete, "/routes/"+bound.ID, nil).want(t, http.StatusNoContent)
		s.get(t, "/hello").wantBody(t, "from respond")
	})
	t.Run("reserved paths do not fall through", func(t *testing.T) {
		s.get(t, "/healthz").wantBody(t, "ok\n")
		s.get(t, "/api/x").wantProblem(t, http.StatusNotFound, "no_route")
	})
}

func TestSites_OthersAreUntouchedWhileScriptsLoop(t *testing.T) {
	t.Parallel()
	var other string
	s := start(t, setup{sites: func(port func() int) string {
		p := port()
		other = "http://" + address(p)
		return fmt.Sprintf("\n:%d {\n\trespond \"another site\"\n}\n", p)
	}})
	s.bind(t, s.create(t, object{
		"name": "loop", "source": loopSource, "max_operations": unlimited, "timeout_ms": 4_000,
	}), object{"path": "/*"})

	const loops = 8
	var looping atomic.Int64
	looping.Store(loops)
	var group sync.WaitGroup
	for range loops {
		group.Go(func() {
			defer looping.Add(-1)
			a, err := s.do(http.MethodGet, s.site("/loop"), nil)
			if err != nil {
				t.Error(err)
			} else if a.status != http.StatusGatewayTimeout {
				t.Errorf("want 504, got %s", a)
			}
		})
	}
	// The answer counts when all scripts were still looping behind it.
	served := 0
	for looping.Load() > 0 {
		must(s.do(http.MethodGet, other+"/x", nil))(t).wantBody(t, "another site")
		if looping.Load() == loops {
			served++
		}
	}
	group.Wait()
	if served < 2 {
		t.Errorf("the other site answered %d times while the scripts looped", served)
	}
	must(s.do(http.MethodGet, other+"/healthz", nil))(t).wantBody(t, "another site")
}
