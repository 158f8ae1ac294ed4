package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"
)

// node is a node on the wire.
type node struct {
	Name        string  `json:"name"`
	Version     string  `json:"version"`
	Role        string  `json:"role"`
	RevisionLag int64   `json:"revision_lag"`
	AgeSeconds  float64 `json:"age_seconds"`
	Self        bool    `json:"self"`
}

// nodes returns the nodes that share the server's store, also as the server
// wrote them. A server that does not list any has none.
func (c *client) nodes(ctx context.Context) ([]node, json.RawMessage, error) {
	a, err := c.get(ctx, "/nodes", nil)
	if p, ok := errors.AsType[*problem](err); ok && p.Status == http.StatusNotFound {
		return nil, json.RawMessage("[]"), nil
	}
	list, err := decode[struct {
		Items json.RawMessage `json:"items"`
	}](a, err)
	if err != nil {
		return nil, nil, err
	}
	nodes, err := decode[[]node](answer{body: list.Items}, nil)
	return nodes, list.Items, err
}

// String describes a node in a line.
func (n node) String() string {
	about := []string{n.Role, n.Version}
	if n.Self {
		about = append(about, "answers this")
	} else {
		about = append(about, fmt.Sprintf("seen %s ago", time.Duration(n.AgeSeconds*float64(time.Second)).Round(time.Second)))
	}
	if n.RevisionLag != 0 {
		about = append(about, fmt.Sprintf("behind by %d", n.RevisionLag))
	}
	return fmt.Sprintf("%s (%s)", n.Name, strings.Join(about, ", "))
}
