package e2e

import (
	"net/http"
	"strings"
	"testing"
)

// Caddy listens on its admin endpoint before it has started anything else.
func TestStart_AdminAPIAsksForPatience(t *testing.T) {
	t.Parallel()
	s := start(t, setup{})
	s.terminate(t)
	s.process = execute(t, s.env(s.home), "run", "--config", s.config())
	eventually(t, "the admin API answers", func() bool {
		a, err := s.tryAPI(http.MethodGet, "/config", nil)
		if err != nil || a.status == http.StatusOK {
			return err == nil
		}
		if p := a.wantProblem(t, http.StatusServiceUnavailable, "not_ready"); a.header.Get("Retry-After") == "" {
			t.Errorf("want Retry-After with %+v", p)
		}
		return false
	})
	// Nothing was asked of the site before.
	s.get(t, "/healthz").wantBody(t, "ok\n")
}

func TestStart_AdminAPISaysWhenPiCloudIsNotConfigured(t *testing.T) {
	t.Parallel()
	s := start(t, setup{})
	s.deploy(t, "kept", textSource("kept"), "/kept")
	without := edit{"\n\tpicloud\n}", "\n\trespond \"no PiCloud\"\n}"}

	text := s.caddyfile(t, s.public, s.admin, without)
	begin, end := strings.Index(text, "\tpicloud {"), strings.Index(text, "\n}\n\n# A name like")
	if begin < 0 || end < begin {
		t.Fatalf("want the picloud option in:\n%s", text)
	}
	s.write(t, s.config(), text[:begin]+text[end+1:])
	s.run(t, "reload", "--config", s.config(), "--address", s.admin).succeeds(t)
	s.get(t, "/kept").wantBody(t, "no PiCloud")
	s.api(t, http.MethodGet, "/scripts", nil).wantProblem(t, http.StatusServiceUnavailable, "not_configured")

	t.Run("and comes back with its scripts", func(t *testing.T) {
		s.reload(t).succeeds(t)
		s.get(t, "/kept").wantBody(t, "kept")
		if scripts := list[script](t, s, "/scripts", nil); len(scripts) != 1 {
			t.Errorf("want one script, got %+v", scripts)
		}
	})
}
