package sqlstore

import (
	"bytes"
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/picloud/picloud/store"
)

var _ store.Nodes = (*DB)(nil)

// KeepNode implements store.Nodes.
func (d *DB) KeepNode(ctx context.Context, n store.Node) error {
	walls := n.Walls
	if walls == nil {
		walls = []string{}
	}
	encoded, err := json.Marshal(walls)
	if err != nil {
		return err
	}
	return d.write(ctx, `
		INSERT INTO nodes (id, name, version, role, walls, revision, started_at, seen_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, `+d.Clock+`)
		ON CONFLICT (id) DO UPDATE SET name = excluded.name, version = excluded.version, role = excluded.role,
			walls = excluded.walls, revision = excluded.revision, started_at = excluded.started_at, seen_at = excluded.seen_at`,
		n.ID, Clean(n.Name), Clean(n.Version), Clean(n.Role), Clean(string(encoded)), n.Revision, n.StartedAt.UnixMicro())
}

// ListNodes implements store.Nodes.
func (d *DB) ListNodes(ctx context.Context) ([]store.Node, error) {
	list, err := Collect(ctx, d.Read, scanNode, `
		SELECT id, name, version, role, walls, revision, started_at, seen_at, `+d.Clock+`
		FROM nodes`)
	// Not by the database, which may order names by the rules of a language.
	slices.SortFunc(list, func(a, b store.Node) int {
		return cmp.Or(strings.Compare(a.Name, b.Name), bytes.Compare(a.ID[:], b.ID[:]))
	})
	return list, d.explain(ctx, err)
}

func scanNode(row Scanner) (store.Node, error) {
	var n store.Node
	var walls []byte
	var started, seen, now int64
	if err := row.Scan(&n.ID, &n.Name, &n.Version, &n.Role, &walls, &n.Revision, &started, &seen, &now); err != nil {
		return store.Node{}, err
	}
	if err := json.Unmarshal(walls, &n.Walls); err != nil {
		return store.Node{}, fmt.Errorf("walls of node %s: %w", n.ID, err)
	}
	n.StartedAt, n.SeenAt = FromMicros(started), FromMicros(seen)
	n.Age = max(0, time.Duration(now-seen)*time.Microsecond)
	return n, nil
}

// DeleteNode implements store.Nodes.
func (d *DB) DeleteNode(ctx context.Context, id store.ID) error {
	return d.write(ctx, `DELETE FROM nodes WHERE id = $1`, id)
}

// DeleteStaleNodes implements store.Nodes.
func (d *DB) DeleteStaleNodes(ctx context.Context, age time.Duration) error {
	return d.write(ctx, `DELETE FROM nodes WHERE seen_at <= `+d.Clock+` - $1`, age.Microseconds())
}

// write runs a statement that changes nothing of what Snapshot and Credentials
// return.
func (d *DB) write(ctx context.Context, statement string, args ...any) error {
	err := d.attempt(ctx, d.Write, nil, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, statement, args...)
		return err
	})
	return d.explain(ctx, err)
}
