package admin

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/picloud/picloud/auth"
	"github.com/picloud/picloud/store"
)

// Node is a process that serves the scripts and routes of the store.
type Node struct {
	ID          store.ID  `json:"id" format:"uuid" doc:"The node's id, which it keeps across restarts."`
	Name        string    `json:"name" doc:"Its name: that of the host unless it is configured. Execution records carry it."`
	Version     string    `json:"version" doc:"Its version of PiCloud."`
	Role        string    `json:"role" enum:"all,ingress,manager" doc:"What it does: all, only answer users, or only manage."`
	Walls       []string  `json:"walls" nullable:"false" doc:"The walls that stand around its scripts."`
	Revision    int64     `json:"revision" doc:"The revision of the scripts and routes that it serves."`
	RevisionLag int64     `json:"revision_lag" doc:"How many changes it is behind the store. It tells so with its heartbeats, so a change may count for a second. Where the store is not shared: 0."`
	StartedAt   time.Time `json:"started_at" doc:"When it started, by its own clock."`
	SeenAt      time.Time `json:"seen_at" doc:"Its last heartbeat, by the store's clock. Where the store is not shared: when it started or was reconfigured."`
	AgeSeconds  float64   `json:"age_seconds" doc:"How long ago that was."`
	Self        bool      `json:"self" doc:"Whether it is the node that answers this."`
}

// nodeList is all nodes.
type nodeList struct {
	Items []Node `json:"items" nullable:"false" doc:"The nodes, by name."`
}

// nodeListed is how long a node without a heartbeat is listed.
const nodeListed = 5 * time.Minute

func (a *api) registerNodes(h huma.API) {
	register(h, a, operation{
		method: http.MethodGet, path: "/nodes", id: "list-nodes", tag: tagSystem, scope: auth.Read,
		summary: "List the nodes",
		about: "Those that share the store, with a heartbeat every 10 seconds. One that ends is gone at once, and one that has died after 5 minutes. " +
			"Where the store is not shared there is one node.",
	}, a.listNodes)
}

func (a *api) listNodes(ctx context.Context, _ *struct{}) (*struct{ Body nodeList }, error) {
	nodes, err := a.Store.ListNodes(ctx)
	if err != nil {
		return nil, err
	}
	var revision int64
	// A store that nobody shares has one node, which makes its changes live as
	// it makes them. Its revision counts tokens and sessions too.
	if _, shared := a.Store.(store.Watcher); shared {
		if revision, err = a.Store.Revision(ctx); err != nil {
			return nil, err
		}
	}
	var self store.Node
	if a.Self != nil {
		self = a.Self()
	}
	list := nodeList{Items: []Node{}}
	for _, n := range nodes {
		if n.ID == self.ID {
			// What it was when it was written is older than what it is.
			self.SeenAt, self.Age = n.SeenAt, n.Age
			n = self
		} else if n.Age > nodeListed {
			continue
		}
		list.Items = append(list.Items, showNode(n, revision, n.ID == self.ID))
	}
	return &struct{ Body nodeList }{Body: list}, nil
}

func showNode(n store.Node, revision int64, self bool) Node {
	return Node{
		ID:          n.ID,
		Name:        n.Name,
		Version:     n.Version,
		Role:        n.Role,
		Walls:       append([]string{}, n.Walls...),
		Revision:    n.Revision,
		RevisionLag: max(0, revision-n.Revision),
		StartedAt:   n.StartedAt.UTC(),
		SeenAt:      n.SeenAt.UTC(),
		AgeSeconds:  n.Age.Seconds(),
		Self:        self,
	}
}
