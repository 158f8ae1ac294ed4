package sqlstore

import (
	"context"
	"encoding/json"

	"github.com/picloud/picloud/store"
)

// event is what the audit log says about a change. The zero event is for what
// is not worth an entry.
type event struct {
	action string
	object store.Object
	detail map[string]any
}

// record writes the entry of a change into its transaction.
func record(ctx context.Context, tx *transaction, e event) error {
	if e.action == "" {
		return nil
	}
	detail := ""
	if len(e.detail) > 0 {
		text, err := json.Marshal(e.detail)
		if err != nil {
			return err
		}
		detail = string(text)
	}
	actor := store.ActorOf(ctx)
	_, err := tx.ExecContext(ctx, `
		INSERT INTO audit_log (id, at, actor_kind, actor_id, actor_name, address,
			action, object_kind, object_id, object_name, detail)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
		tx.newID(), tx.at.UnixMicro(), actor.Kind, actor.ID, Clean(actor.Name), Clean(actor.Address),
		e.action, e.object.Kind, e.object.ID, Clean(e.object.Name), detail)
	return err
}

// ListAudit implements store.Audit.
func (d *DB) ListAudit(ctx context.Context, q store.AuditQuery) ([]store.AuditEntry, error) {
	if err := checkText("query", q.Action); err != nil {
		return nil, err
	}
	var where Where
	if !q.ObjectID.IsZero() {
		where.Add(`object_id = `, where.Arg(q.ObjectID))
	}
	if !q.ActorID.IsZero() {
		where.Add(`actor_id = `, where.Arg(q.ActorID))
	}
	if q.Action != "" {
		where.Add(`action = `, where.Arg(q.Action))
	}
	if !q.Before.IsZero() {
		where.Add(`id < `, where.Arg(q.Before))
	}
	return page(ctx, d, scanAudit, `
		SELECT id, at, actor_kind, actor_id, actor_name, address, action, object_kind, object_id, object_name, detail
		FROM audit_log`, where, `id DESC`, q.Limit)
}

func scanAudit(row Scanner) (store.AuditEntry, error) {
	var e store.AuditEntry
	var at int64
	var detail string
	err := row.Scan(&e.ID, &at, &e.Actor.Kind, &e.Actor.ID, &e.Actor.Name, &e.Actor.Address,
		&e.Action, &e.Object.Kind, &e.Object.ID, &e.Object.Name, &detail)
	e.At = FromMicros(at)
	if detail != "" {
		e.Detail = json.RawMessage(detail)
	}
	return e, err
}
