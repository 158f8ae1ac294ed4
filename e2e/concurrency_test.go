package e2e

import (
	"encoding/json"
	"fmt"
	"net/http"
	"sync"
	"testing"
)

func TestConcurrency_OfFiftyConflictingRoutesOneWins(t *testing.T) {
	t.Parallel()
	s := start(t, setup{})
	made := s.create(t, object{"name": "echo", "source": echoSource})
	const rounds, clients = 3, 50
	for round := range rounds {
		answers := make([]answer, clients)
		begin := make(chan struct{})
		var group sync.WaitGroup
		for n := range clients {
			group.Go(func() {
				<-begin
				a, err := s.tryAPI(http.MethodPost, "/scripts/"+made.ID+"/routes",
					object{"path": fmt.Sprintf("/round%d/:p%d", round, n)})
				if err != nil {
					t.Error(err)
				}
				answers[n] = a
			})
		}
		close(begin)
		group.Wait()

		var winner route
		won := 0
		for _, a := range answers {
			if a.status == http.StatusCreated {
				winner, won = decode[route](t, a), won+1
			}
		}
		if won != 1 {
			t.Fatalf("want one route created, got %d", won)
		}
		for _, a := range answers {
			if a.status == http.StatusCreated {
				continue
			}
			p := a.wantProblem(t, http.StatusConflict, "route_conflict")
			if p.ConflictingRoute == nil || p.ConflictingRoute.ID != winner.ID || p.Witness == nil {
				t.Errorf("want the route %s and a witness, got %s", winner.ID, a)
			}
		}
		s.get(t, fmt.Sprintf("/round%d/x", round)).want(t, http.StatusOK)
	}
	if routes := list[route](t, s, "/routes", nil); len(routes) != rounds {
		t.Errorf("want %d routes, got %+v", rounds, routes)
	}
}

func TestConcurrency_RequestsNeverShareTheirData(t *testing.T) {
	t.Parallel()
	s := start(t, setup{})
	made := s.create(t, object{"name": "greet", "source": greetSource, "max_concurrency": 32})
	s.bind(t, made, object{"path": "/greet/:name"})
	var group sync.WaitGroup
	for client := range 16 {
		group.Go(func() {
			for n := range 40 {
				name := fmt.Sprintf("c%d-n%d", client, n)
				a, err := s.do(http.MethodGet, s.site("/greet/"+name+"?lang="+name), nil)
				if err != nil {
					t.Error(err)
					return
				}
				var got struct{ Name, Q string }
				if err := json.Unmarshal(a.body, &got); err != nil || got.Name != name || got.Q != name {
					t.Errorf("want %s twice, got %s", name, a)
				}
			}
		})
	}
	group.Wait()
}
