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

	"github.com/jackc/pgx/v5"

	"github.com/picloud/picloud/auth"
	"github.com/picloud/picloud/store"
	"github.com/picloud/picloud/store/postgres"
)

// sharedStore is a module of one database that several backends open. Its
// stores count how often everything is loaded, which may fail.
type sharedStore struct {
	dsn   string
	now   func() time.Time // the node's clock, if it is not the right one
	down  atomic.Bool
	loads atomic.Int64
	fails atomic.Bool
}

func (s *sharedStore) Identity() string { return s.dsn }
func (s *sharedStore) Target() string   { return "test" }

func (s *sharedStore) Open(ctx context.Context, logger *slog.Logger) (store.Store, error) {
	if s.down.Load() {
		return nil, fmt.Errorf("dialling: %w", store.ErrUnavailable)
	}
	opened, err := postgres.Open(ctx, postgres.Options{DSN: s.dsn, Logger: logger, Now: s.now})
	if err != nil {
		return nil, err
	}
	return &countingStore{Store: opened, Watcher: opened, Clocked: opened, module: s}, nil
}

type countingStore struct {
	store.Store
	store.Watcher
	store.Clocked
	module *sharedStore
}

func (c *countingStore) Snapshot(ctx context.Context) (store.Snapshot, error) {
	c.module.loads.Add(1)
	if c.module.fails.Load() {
		return store.Snapshot{}, fmt.Errorf("reading: %w", store.ErrUnavailable)
	}
	return c.Store.Snapshot(ctx)
}

// sharedModules returns modules of one empty database.
func sharedModules(t testing.TB, n int) []*sharedStore {
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
func startBackend(t testing.TB, module StoreModule, dir string) *backend {
	t.Helper()
	b, err := openBackend(module, dir, Logs{}, slog.New(slog.DiscardHandler), false)
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
func create(t testing.TB, b *backend, name string) store.Script {
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

// A standby that took over without the last changes gives their revisions and
// versions to others.
func TestFollow_ReadsEverythingAgainWhenTheServerMayBeAnotherOne(t *testing.T) {
	modules := sharedModules(t, 1)
	modules[0].dsn = withSetting(modules[0].dsn, "application_name", store.NewID().String())
	b := startBackend(t, modules[0], t.TempDir())
	script := create(t, b, "s")
	other := create(t, b, "other")
	eventually(t, "both are live", func() bool { return b.table().Len() == 2 })
	before := b.deployed.Load()

	db, err := pgx.Connect(t.Context(), modules[0].dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close(context.Background())
	if _, err := db.Exec(t.Context(), `UPDATE script_versions SET source = 'package other' WHERE script_id = $1`, script.ID.String()); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the node sees the other source", func() bool {
		// As often as it takes until the connection was one that listened.
		_, err := db.Exec(t.Context(), `
			SELECT pg_terminate_backend(pid) FROM pg_stat_activity
			WHERE pid <> pg_backend_pid() AND application_name = current_setting('application_name')`)
		if err != nil {
			t.Fatal(err)
		}
		time.Sleep(50 * time.Millisecond)
		return b.deployed.Load().scripts[script.ID].source.Source == "package other"
	})
	after := b.deployed.Load()
	if after.revision != before.revision || after.compiled[script.ID] != before.compiled[script.ID] {
		t.Errorf("revision %d instead of %d, or other routes", after.revision, before.revision)
	}
	if got := before.replaced(after); !slices.Equal(got, []string{script.ID.String()}) {
		t.Errorf("other sources by the same version: %v, want that of %s and not %s", got, script.ID, other.ID)
	}
}

func TestFollow_StillDoubtsWhatItCouldNotReadAgain(t *testing.T) {
	modules := sharedModules(t, 1)
	b := startBackend(t, modules[0], t.TempDir())
	create(t, b, "s")
	eventually(t, "it is live", func() bool { return b.table().Len() == 1 })
	before := b.deployed.Load()

	modules[0].fails.Store(true)
	if err := b.reload(t.Context(), followPatience); err == nil {
		t.Fatal("what cannot be read was read")
	}
	if b.deployed.Load() != before {
		t.Errorf("revision %d is served, and was %d", b.deployed.Load().revision, before.revision)
	}
	modules[0].fails.Store(false)
	loads := modules[0].loads.Load()
	for range 2 {
		if err := b.refresh(t.Context(), followPatience); err != nil {
			t.Fatal(err)
		}
	}
	if got := modules[0].loads.Load() - loads; got != 1 {
		t.Errorf("it was read %d times by two refreshes, want once", got)
	}
}

// Changes on each of three nodes in turn, and when the others serve them.
func BenchmarkFollow_ALiveChange(t *testing.B) {
	modules := sharedModules(t, 3)
	var nodes []*backend
	for _, m := range modules {
		nodes = append(nodes, startBackend(t, m, t.TempDir()))
	}
	script := create(t, nodes[0], "s")
	var delays []time.Duration
	for round := 0; t.Loop(); round++ {
		path := fmt.Sprintf("/%d", round)
		_, err := nodes[round%3].opened.Load().store.CreateRoute(t.Context(), store.Route{
			ID: store.NewID(), ScriptID: script.ID, HostKind: "any", PathKind: "exact", Path: path,
			Binding: store.Binding{HostKind: "any", PathKind: "exact", Path: path},
		}, func([]store.Route) error { return nil })
		if err != nil {
			t.Fatal(err)
		}
		committed := time.Now()
		for _, b := range nodes {
			for deadline := committed.Add(time.Minute); b.table().Len() < round+2; time.Sleep(100 * time.Microsecond) {
				if time.Now().After(deadline) {
					t.Fatalf("change %d never gets live", round)
				}
			}
			delays = append(delays, time.Since(committed))
		}
	}
	slices.Sort(delays)
	for _, percent := range []int{50, 95, 99, 100} {
		delay := delays[percent*(len(delays)-1)/100]
		t.ReportMetric(float64(delay)/float64(time.Millisecond), fmt.Sprintf("p%d-ms", percent))
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

// What expires does so on all nodes at the same time, though a clock is an hour
// off.
func TestBackend_AgreesWithOthersOnWhatHasExpired(t *testing.T) {
	for name, by := range map[string]time.Duration{"ahead": time.Hour, "behind": -time.Hour} {
		t.Run(name, func(t *testing.T) {
			modules := sharedModules(t, 2)
			modules[1].now = func() time.Time { return time.Now().Add(by) }
			right, wrong := startBackend(t, modules[0], t.TempDir()), startBackend(t, modules[1], t.TempDir())
			authOf := func(b *backend) *auth.Authenticator { return b.opened.Load().auth }

			code, err := authOf(right).NewSetupCode(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			eventually(t, "the setup is open on both", func() bool { return authOf(wrong).SetupOpen() })
			_, first, err := authOf(wrong).CompleteSetup(t.Context(), code, "first", auth.Client{})
			if err != nil {
				t.Fatalf("the setup on the other node: %v", err)
			}
			soon := auth.TokenSpec{Name: "soon", Scope: auth.Read, ExpiresAt: time.Now().Add(30 * time.Minute)}
			_, lasting, err := authOf(wrong).CreateToken(t.Context(), soon)
			if err != nil {
				t.Fatal(err)
			}
			soon.Name, soon.ExpiresAt = "expired", time.Now().Add(-30*time.Minute)
			_, expired, err := authOf(wrong).CreateToken(t.Context(), soon)
			if err != nil {
				t.Fatal(err)
			}
			_, session, _, err := authOf(wrong).SignIn(t.Context(), first, auth.Client{})
			if err != nil {
				t.Fatal(err)
			}
			for _, b := range []*backend{right, wrong} {
				eventually(t, "every node knows what lasts", func() bool {
					_, err := authOf(b).Token(t.Context(), lasting)
					_, next, _, failed := authOf(b).Session(t.Context(), session)
					if next != "" {
						t.Error("a session gets another secret at once, as if it were an hour old")
					}
					return err == nil && failed == nil
				})
				if _, err := authOf(b).Token(t.Context(), expired); err == nil {
					t.Error("a token that has expired is taken")
				}
			}
		})
	}
}

func TestReport_ListsANodeWhileItLives(t *testing.T) {
	modules := sharedModules(t, 2)
	dir := t.TempDir()
	a := startBackend(t, modules[0], t.TempDir())
	b, err := openBackend(modules[1], dir, Logs{}, slog.New(slog.DiscardHandler), false)
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
	if err := b.leaveOff(); err != nil { // as when the process exits with requests in flight
		t.Fatal(err)
	}
	if got := names(); got != "[a all]" {
		t.Errorf("when its process exits: %s", got)
	}
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
