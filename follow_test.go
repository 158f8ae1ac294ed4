package picloud

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/picloud/picloud/store"
	"github.com/picloud/picloud/store/postgres"
)

// sharedStore is a module of one database that several backends open. Its
// stores count how often everything is loaded.
type sharedStore struct {
	dsn   string
	down  atomic.Bool
	loads atomic.Int64
}

func (s *sharedStore) Identity() string { return s.dsn }
func (s *sharedStore) Target() string   { return "test" }

func (s *sharedStore) Open(ctx context.Context, logger *slog.Logger) (store.Store, error) {
	if s.down.Load() {
		return nil, fmt.Errorf("dialling: %w", store.ErrUnavailable)
	}
	opened, err := postgres.Open(ctx, postgres.Options{DSN: s.dsn, Logger: logger})
	if err != nil {
		return nil, err
	}
	return &countingStore{Store: opened, Watcher: opened, module: s}, nil
}

type countingStore struct {
	store.Store
	store.Watcher
	module *sharedStore
}

func (c *countingStore) Snapshot(ctx context.Context) (store.Snapshot, error) {
	c.module.loads.Add(1)
	return c.Store.Snapshot(ctx)
}

// sharedModules returns modules of one empty database.
func sharedModules(t *testing.T, n int) []*sharedStore {
	t.Helper()
	dsn := os.Getenv("PICLOUD_TEST_POSTGRES")
	if dsn == "" {
		t.Skip("PICLOUD_TEST_POSTGRES names no PostgreSQL: .ci/postgres starts one")
	}
	dsn = postgresSchema(t, dsn)
	var list []*sharedStore
	for range n {
		list = append(list, &sharedStore{dsn: dsn})
	}
	return list
}

// startBackend opens a backend that ends with the test.
func startBackend(t *testing.T, module StoreModule, dir string) *backend {
	t.Helper()
	b, err := openBackend(module, dir, Logs{}, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := b.Destruct(); err != nil {
			t.Errorf("closing the backend: %v", err)
		}
	})
	return b
}

// create saves a script with a route in the store of a backend.
func create(t *testing.T, b *backend, name string) store.Script {
	t.Helper()
	s := b.opened.Load().store
	script, err := s.CreateScript(t.Context(), store.Script{ID: store.NewID(), Name: name, Enabled: true, Source: "package main"})
	if err != nil {
		t.Fatal(err)
	}
	_, err = s.CreateRoute(t.Context(), store.Route{
		ID: store.NewID(), ScriptID: script.ID, HostKind: "any", PathKind: "exact", Path: "/" + name,
		Binding: store.Binding{HostKind: "any", PathKind: "exact", Path: "/" + name},
	}, func([]store.Route) error { return nil })
	if err != nil {
		t.Fatal(err)
	}
	return script
}

func TestFollow_MakesChangesOfOtherNodesLive(t *testing.T) {
	modules := sharedModules(t, 2)
	a, b := startBackend(t, modules[0], t.TempDir()), startBackend(t, modules[1], t.TempDir())
	script := create(t, a, "first")
	eventually(t, "the route is live on both", func() bool {
		return a.table().Len() == 1 && b.table().Len() == 1
	})
	kept := b.deployed.Load().compiled

	create(t, b, "second")
	eventually(t, "the second route is live on both", func() bool {
		return a.table().Len() == 2 && b.table().Len() == 2
	})
	for id, c := range kept {
		if b.deployed.Load().compiled[id].route != c.route {
			t.Error("a route that has not changed was compiled again")
		}
	}

	token := store.Token{ID: store.NewID(), Name: "t", Scope: "admin", Hash: store.Hash{1}, Prefix: "pcl_"}
	if _, err := a.opened.Load().store.CreateToken(t.Context(), token); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the token is known on both", func() bool {
		return a.opened.Load().auth.HasTokens() && b.opened.Load().auth.HasTokens()
	})

	if err := a.opened.Load().store.DeleteScript(t.Context(), script.ID, 0); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the script is gone from both", func() bool {
		return a.deployed.Load().scripts[script.ID] == nil && b.deployed.Load().scripts[script.ID] == nil
	})
}

func TestFollow_LoadsEachChangeOnceOnTheNodeThatMadeIt(t *testing.T) {
	modules := sharedModules(t, 1)
	b := startBackend(t, modules[0], t.TempDir())
	// One who changes something waits until it is live, and so does the one who
	// hears of it.
	s := b.opened.Load().store
	const changes = 20
	before := modules[0].loads.Load()
	for i := range changes {
		_, err := s.CreateScript(t.Context(), store.Script{ID: store.NewID(), Name: fmt.Sprint("s", i), Source: "package main"})
		if err != nil {
			t.Fatal(err)
		}
		if err := b.refresh(t.Context(), ownPatience); err != nil {
			t.Fatal(err)
		}
		if got := len(b.deployed.Load().scripts); got != i+1 {
			t.Fatalf("after change %d %d scripts are live", i+1, got)
		}
	}
	time.Sleep(200 * time.Millisecond) // for one more load, if there is any
	if got := modules[0].loads.Load() - before; got != changes {
		t.Errorf("%d changes were loaded %d times", changes, got)
	}
}

func TestFollow_ConvergesAfterManyChangesAtOnce(t *testing.T) {
	modules := sharedModules(t, 3)
	var nodes []*backend
	for _, m := range modules {
		nodes = append(nodes, startBackend(t, m, t.TempDir()))
	}
	var writers sync.WaitGroup
	for i, b := range nodes {
		writers.Go(func() {
			for n := range 10 {
				_, err := b.opened.Load().store.CreateScript(context.Background(),
					store.Script{ID: store.NewID(), Name: fmt.Sprintf("s%d-%d", i, n), Source: "package main"})
				if err == nil {
					err = b.refresh(context.Background(), ownPatience)
				}
				if err != nil {
					t.Error(err)
				}
			}
		})
	}
	writers.Wait()
	eventually(t, "all nodes have all scripts", func() bool {
		return !slices.ContainsFunc(nodes, func(b *backend) bool { return len(b.deployed.Load().scripts) != 30 })
	})
}

func TestReport_ListsANodeWhileItLives(t *testing.T) {
	modules := sharedModules(t, 2)
	dir := t.TempDir()
	a := startBackend(t, modules[0], t.TempDir())
	b, err := openBackend(modules[1], dir, Logs{}, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	a.self.describe(store.Node{Name: "a", Role: roleAll})
	b.self.describe(store.Node{Name: "b", Role: roleIngress, Walls: []string{"files"}})
	names := func() string {
		nodes, err := a.opened.Load().store.ListNodes(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		var list []string
		for _, n := range nodes {
			list = append(list, n.Name+" "+n.Role)
		}
		return fmt.Sprint(list)
	}
	eventually(t, "both are listed", func() bool { return names() == "[a all b ingress]" })
	create(t, a, "new")
	eventually(t, "the other node tells of the new revision", func() bool {
		nodes, err := a.opened.Load().store.ListNodes(t.Context())
		return err == nil && len(nodes) == 2 && nodes[1].Revision == a.deployed.Load().revision && nodes[1].Revision > 0
	})
	id := b.self.id
	if err := b.Destruct(); err != nil {
		t.Fatal(err)
	}
	if got := names(); got != "[a all]" {
		t.Errorf("after its end: %s", got)
	}
	if again := startBackend(t, modules[1], dir); again.self.id != id {
		t.Errorf("the node's id was %s and is %s", id, again.self.id)
	}
}
