package sqlstore

import (
	"context"
	"fmt"
	"strings"

	"github.com/picloud/picloud/store"
)

const selectScripts = `
	SELECT s.id, s.name, s.description, s.enabled,
		s.timeout_ms, s.max_operations, s.memory_limit_mb, s.max_concurrency,
		v.source, s.version, s.revision, s.created_at, s.updated_at
	FROM scripts AS s
	JOIN script_versions AS v ON v.script_id = s.id AND v.number = s.version`

func scanScript(row Scanner) (store.Script, error) {
	var s store.Script
	var created, updated int64
	err := row.Scan(&s.ID, &s.Name, &s.Description, &s.Enabled,
		&s.Limits.TimeoutMS, &s.Limits.MaxOperations, &s.Limits.MemoryLimitMB, &s.Limits.MaxConcurrency,
		&s.Source, &s.Version, &s.Revision, &created, &updated)
	s.CreatedAt, s.UpdatedAt = FromMicros(created), FromMicros(updated)
	return s, err
}

// CreateScript implements store.Scripts.
func (d *DB) CreateScript(ctx context.Context, s store.Script) (store.Script, error) {
	if err := checkText("script", s.Name, s.Description, s.Source); err != nil {
		return store.Script{}, err
	}
	err := d.change(ctx, func(tx *transaction, revision int64) (event, error) {
		return createScript(ctx, tx, &s, revision)
	})
	if err != nil {
		return store.Script{}, err
	}
	return s, nil
}

// createScript adds a script as the change of a revision.
func createScript(ctx context.Context, tx *transaction, s *store.Script, revision int64) (event, error) {
	s.Version, s.Revision = 1, revision
	s.CreatedAt = tx.at
	s.UpdatedAt = s.CreatedAt
	_, err := tx.ExecContext(ctx, `
		INSERT INTO scripts (id, name, description, enabled,
			timeout_ms, max_operations, memory_limit_mb, max_concurrency,
			version, revision, created_at, updated_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
		s.ID, s.Name, s.Description, s.Enabled,
		s.Limits.TimeoutMS, s.Limits.MaxOperations, s.Limits.MemoryLimitMB, s.Limits.MaxConcurrency,
		s.Version, s.Revision, s.CreatedAt.UnixMicro(), s.UpdatedAt.UnixMicro())
	if err != nil {
		return event{}, fmt.Errorf("script %q: %w", s.Name, err)
	}
	return scriptEvent("script.create", *s, nil), insertVersion(ctx, tx, *s)
}

// UpdateScript implements store.Scripts.
func (d *DB) UpdateScript(ctx context.Context, s store.Script, revision int64) (store.Script, error) {
	if err := checkText("script", s.Name, s.Description, s.Source); err != nil {
		return store.Script{}, err
	}
	err := d.change(ctx, func(tx *transaction, next int64) (event, error) {
		return updateScript(ctx, tx, &s, revision, next)
	})
	if err != nil {
		return store.Script{}, err
	}
	return s, nil
}

// updateScript replaces a script as the change of the revision next.
func updateScript(ctx context.Context, tx *transaction, s *store.Script, revision, next int64) (event, error) {
	old, err := currentScript(ctx, tx, s.ID, revision)
	if err != nil {
		return event{}, err
	}
	s.Version, s.Revision = old.Version, next
	s.CreatedAt, s.UpdatedAt = old.CreatedAt, tx.at
	if s.Source != old.Source {
		if s.Version, err = nextVersion(ctx, tx, s.ID); err != nil {
			return event{}, err
		}
		if err := insertVersion(ctx, tx, *s); err != nil {
			return event{}, err
		}
	}
	_, err = tx.ExecContext(ctx, `
		UPDATE scripts SET name = $2, description = $3, enabled = $4,
			timeout_ms = $5, max_operations = $6, memory_limit_mb = $7, max_concurrency = $8,
			version = $9, revision = $10, updated_at = $11
		WHERE id = $1`,
		s.ID, s.Name, s.Description, s.Enabled,
		s.Limits.TimeoutMS, s.Limits.MaxOperations, s.Limits.MemoryLimitMB, s.Limits.MaxConcurrency,
		s.Version, s.Revision, s.UpdatedAt.UnixMicro())
	if err != nil {
		return event{}, fmt.Errorf("script %q: %w", s.Name, err)
	}
	return scriptEvent("script.update", *s, changedFields(old, *s)), nil
}

// DeleteScript implements store.Scripts.
func (d *DB) DeleteScript(ctx context.Context, id store.ID, revision int64) error {
	return d.change(ctx, func(tx *transaction, _ int64) (event, error) {
		return deleteScript(ctx, tx, id, revision)
	})
}

func deleteScript(ctx context.Context, tx *transaction, id store.ID, revision int64) (event, error) {
	old, err := currentScript(ctx, tx, id, revision)
	if err != nil {
		return event{}, err
	}
	_, err = tx.ExecContext(ctx, `DELETE FROM scripts WHERE id = $1`, id)
	return scriptEvent("script.delete", old, nil), err
}

// ScriptByID implements store.Scripts.
func (d *DB) ScriptByID(ctx context.Context, id store.ID) (store.Script, error) {
	s, err := scriptByID(ctx, d.Read, id)
	return s, d.explain(ctx, err)
}

// ScriptByName implements store.Scripts.
func (d *DB) ScriptByName(ctx context.Context, name string) (store.Script, error) {
	if checkText("name", name) != nil {
		return store.Script{}, fmt.Errorf("script %q: %w", name, store.ErrNotFound)
	}
	s, err := scanScript(d.Read.QueryRowContext(ctx, selectScripts+` WHERE s.name = $1`, name))
	if err != nil {
		return store.Script{}, d.explain(ctx, NotFound(err, "script", name))
	}
	return s, nil
}

// ListScripts implements store.Scripts.
func (d *DB) ListScripts(ctx context.Context, q store.ScriptQuery) ([]store.Script, error) {
	if err := checkText("query", q.Query, q.AfterName); err != nil {
		return nil, err
	}
	if err := CheckSearch(q.Query); err != nil {
		return nil, err
	}
	var where Where
	if q.AfterName != "" {
		where.Add(`s.name > `, where.Arg(q.AfterName))
	}
	if q.Query != "" {
		pattern := where.Arg(Contains(lowerASCII(q.Query)))
		where.Add(`lower(s.name) LIKE `, pattern, ` ESCAPE '\' OR lower(s.description) LIKE `, pattern, ` ESCAPE '\'`)
	}
	return page(ctx, d, scanScript, selectScripts, where, `s.name`, q.Limit)
}

// lowerASCII is the lower of SQLite, and of PostgreSQL for what collates by its
// bytes. For a text that is no column's, that is the database's own.
func lowerASCII(text string) string {
	return strings.Map(func(r rune) rune {
		if 'A' <= r && r <= 'Z' {
			r += 'a' - 'A'
		}
		return r
	}, text)
}

func scriptByID(ctx context.Context, q queryer, id store.ID) (store.Script, error) {
	s, err := scanScript(q.QueryRowContext(ctx, selectScripts+` WHERE s.id = $1`, id))
	if err != nil {
		return store.Script{}, NotFound(err, "script", id)
	}
	return s, nil
}

// currentScript returns a script if it has the revision, which 0 leaves open.
func currentScript(ctx context.Context, tx *transaction, id store.ID, revision int64) (store.Script, error) {
	s, err := scriptByID(ctx, tx, id)
	if err != nil {
		return store.Script{}, err
	}
	if revision != 0 && revision != s.Revision {
		return store.Script{}, fmt.Errorf("script %s: %w", id, store.ErrStale)
	}
	return s, nil
}

// scriptEvent is what happened to a script: to these of its fields, if they are
// worth saying.
func scriptEvent(action string, s store.Script, fields []string) event {
	e := event{
		action: action,
		object: store.Object{Kind: "script", ID: s.ID, Name: s.Name},
		detail: map[string]any{"version": s.Version},
	}
	if fields != nil {
		e.detail["fields"] = fields
	}
	return e
}

// changedFields returns the names of the fields that an update changed, as the
// API has them.
func changedFields(old, s store.Script) []string {
	fields := []string{}
	for _, field := range []struct {
		name    string
		changed bool
	}{
		{"name", old.Name != s.Name},
		{"description", old.Description != s.Description},
		{"source", old.Source != s.Source},
		{"enabled", old.Enabled != s.Enabled},
		{"timeout_ms", old.Limits.TimeoutMS != s.Limits.TimeoutMS},
		{"max_operations", old.Limits.MaxOperations != s.Limits.MaxOperations},
		{"memory_limit_mb", old.Limits.MemoryLimitMB != s.Limits.MemoryLimitMB},
		{"max_concurrency", old.Limits.MaxConcurrency != s.Limits.MaxConcurrency},
	} {
		if field.changed {
			fields = append(fields, field.name)
		}
	}
	return fields
}
