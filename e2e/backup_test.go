package e2e

import (
	"bytes"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"sync"
	"testing"
)

// The drill: a backup of a server that is being written to, the server killed,
// its database destroyed, the backup restored.
func TestBackup_BringsEverythingBack(t *testing.T) {
	t.Parallel()
	s := start(t, setup{})
	sh := s.shell(t)
	greet := s.deploy(t, "greet", greetSource, "/greet/:name")
	for i := range 20 {
		s.deploy(t, fmt.Sprint("script-", i), textSource(fmt.Sprint("answer ", i)), fmt.Sprint("/", i))
	}
	s.api(t, http.MethodPut, "/scripts/"+greet.ID, object{"name": "greet", "source": textSource("second")}).want(t, http.StatusOK)
	s.api(t, http.MethodPost, "/scripts/"+greet.ID+"/versions/1/activate", nil).want(t, http.StatusOK)
	token := decode[struct{ Token string }](t, s.api(t, http.MethodPost, "/tokens", object{"name": "laptop", "scopes": []string{"read"}}).want(t, http.StatusCreated)).Token
	scripts := s.api(t, http.MethodGet, "/scripts?limit=200", nil).want(t, http.StatusOK)
	routes := s.api(t, http.MethodGet, "/routes?limit=200", nil).want(t, http.StatusOK)
	s.get(t, "/greet/ada").want(t, http.StatusOK)

	// Somebody goes on saving. Of that, the backup has what it has.
	done := make(chan struct{})
	var group sync.WaitGroup
	group.Go(func() {
		for n := 0; ; n++ {
			select {
			case <-done:
				return
			default:
			}
			a, err := s.tryAPI(http.MethodPost, "/scripts", object{"name": fmt.Sprint("late-", n), "source": textSource("late")})
			if err != nil || a.status != http.StatusCreated {
				t.Errorf("saving during the backup: %s, %v", a, err)
				return
			}
		}
	})
	file := filepath.Join(t.TempDir(), "picloud.backup")
	for range 3 {
		sh.run(t, 0, "backup", file).says(t, "21 routes")
	}
	close(done)
	group.Wait()

	sh.run(t, 5, "restore", file).says(t, "nothing was changed", "stop the server")
	s.kill(t)
	for _, name := range []string{"picloud.db", "picloud.db-wal"} {
		path := filepath.Join(s.data(), name)
		info, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, bytes.Repeat([]byte("damage "), int(info.Size()/7)+1), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	other := address(freePort(t))
	s.write(t, s.config(), readFile(t, s.config())+"\nhttp://"+other+" {\n\trespond \"another site\"\n}\n")
	s.process = execute(t, s.env(s.home), "run", "--config", s.config())
	eventually(t, "the site beside it is served", func() bool {
		a, err := s.do(http.MethodGet, "http://"+other, nil)
		return err == nil && string(a.body) == "another site"
	})
	s.get(t, "/greet/ada").wantProblem(t, http.StatusServiceUnavailable, "not_ready")
	contains(t, s.output.String(), "picloud.db", "damaged")

	sh.run(t, 0, "restore", file).says(t, "21 routes", s.data(), "what was there is at ")
	eventually(t, "what was restored is served", func() bool { return s.get(t, "/healthz").status == http.StatusOK })
	for _, old := range list[script](t, s, "/scripts", nil) {
		if len(old.Name) > 5 && old.Name[:5] == "late-" {
			s.api(t, http.MethodDelete, "/scripts/"+old.ID, nil).want(t, http.StatusNoContent)
		}
	}
	s.api(t, http.MethodGet, "/scripts?limit=200", nil).wantBody(t, string(scripts.body))
	s.api(t, http.MethodGet, "/routes?limit=200", nil).wantBody(t, string(routes.body))
	s.get(t, "/greet/ada").wantBody(t, `{"name":"ada","q":""}`)
	s.get(t, "/17").wantBody(t, "answer 17")
	s.call(t, http.MethodGet, adminPath+"/scripts/"+greet.ID+"/versions/2", nil, "Authorization", "Bearer "+token).want(t, http.StatusOK)
	if got := s.logs(t, nil); len(got) == 0 {
		t.Error("want the log as it was, got nothing")
	}
}
