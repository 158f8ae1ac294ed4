package storetest

import (
	"slices"
	"testing"
	"time"

	"github.com/picloud/picloud/store"
)

func newNode(name string) store.Node {
	return store.Node{
		ID: store.NewID(), Name: name, Version: "v1.2.3", Role: "all", Walls: []string{"loops", "memory"}, Revision: 7,
		StartedAt: time.Now().UTC().Truncate(time.Microsecond),
	}
}

// listNodes returns the nodes without what the store's clock says.
func listNodes(t *testing.T, s store.Store) []store.Node {
	t.Helper()
	nodes := must(s.ListNodes(t.Context()))(t)
	for i := range nodes {
		if nodes[i].SeenAt.IsZero() || nodes[i].Age < 0 || nodes[i].Age > time.Hour {
			t.Errorf("%s was seen at %v, %v ago", nodes[i].Name, nodes[i].SeenAt, nodes[i].Age)
		}
		nodes[i].SeenAt, nodes[i].Age = time.Time{}, 0
	}
	return nodes
}

func keepNodes(t *testing.T, s store.Store) {
	before := must(s.Revision(t.Context()))(t)
	b, a, bare := newNode("b"), newNode("a"), store.Node{ID: store.NewID(), StartedAt: newNode("").StartedAt}
	keep := func(nodes ...store.Node) {
		t.Helper()
		for _, n := range nodes {
			if err := s.KeepNode(t.Context(), n); err != nil {
				t.Fatal(err)
			}
		}
	}
	keep(b, a, bare)
	bare.Walls = []string{}
	same(t, "nodes", listNodes(t, s), []store.Node{bare, a, b})

	first := must(s.ListNodes(t.Context()))(t)[1].SeenAt
	time.Sleep(5 * time.Millisecond)
	a.Name, a.Version, a.Role, a.Walls, a.Revision = "c\x00", "v2", "ingress", []string{"files"}, 8
	keep(a)
	a.Name = "c"
	same(t, "nodes with one that is kept again", listNodes(t, s), []store.Node{bare, b, a})
	if seen := must(s.ListNodes(t.Context()))(t)[2].SeenAt; !seen.After(first) {
		t.Errorf("seen at %v, and again at %v", first, seen)
	}
	equal(t, "revision", must(s.Revision(t.Context()))(t), before)

	upper := newNode("D") // names order by their bytes
	keep(upper)
	same(t, "nodes by name", listNodes(t, s), []store.Node{bare, upper, b, a})
}

func deleteNodes(t *testing.T, s store.Store) {
	for _, name := range []string{"a", "b", "c"} {
		if err := s.KeepNode(t.Context(), newNode(name)); err != nil {
			t.Fatal(err)
		}
	}
	nodes := listNodes(t, s)
	for range 2 {
		if err := s.DeleteNode(t.Context(), nodes[0].ID); err != nil {
			t.Fatal(err)
		}
	}
	same(t, "nodes", listNodes(t, s), slices.Clone(nodes[1:]))
	for _, step := range []struct {
		age  time.Duration
		left int
	}{{time.Hour, 2}, {0, 0}} {
		if err := s.DeleteStaleNodes(t.Context(), step.age); err != nil {
			t.Fatal(err)
		}
		equal(t, "nodes left", len(listNodes(t, s)), step.left)
	}
}
