package sqlstore

import (
	"context"
	"fmt"

	"github.com/picloud/picloud/store"
)

// insertVersion saves the source of s as the version that s says.
func insertVersion(ctx context.Context, tx *transaction, s store.Script) error {
	_, err := tx.ExecContext(ctx, `
		INSERT INTO script_versions (script_id, number, source, created_at)
		VALUES ($1, $2, $3, $4)`,
		s.ID, s.Version, s.Source, s.UpdatedAt.UnixMicro())
	if err != nil {
		return fmt.Errorf("version %d of script %q: %w", s.Version, s.Name, err)
	}
	return nil
}

// nextVersion returns the number of a script's next version. No other change
// runs, so it stays free.
func nextVersion(ctx context.Context, tx *transaction, id store.ID) (int64, error) {
	var number int64
	err := tx.QueryRowContext(ctx, `
		SELECT max(number) + 1 FROM script_versions WHERE script_id = $1`, id).Scan(&number)
	return number, err
}

// ListVersions implements store.Scripts.
func (d *DB) ListVersions(ctx context.Context, scriptID store.ID, before int64, limit int) ([]store.Version, error) {
	var where Where
	where.Add(`v.script_id = `, where.Arg(scriptID))
	if before > 0 {
		where.Add(`v.number < `, where.Arg(before))
	}
	list, err := page(ctx, d, scanVersion, `
		SELECT v.script_id, v.number, '', v.created_at, v.number = s.version
		FROM script_versions AS v
		JOIN scripts AS s ON s.id = v.script_id`, where, `v.number DESC`, limit)
	if err != nil || len(list) > 0 {
		return list, err
	}
	// Past the last version, or none because there is no such script.
	_, err = d.ScriptByID(ctx, scriptID)
	return nil, err
}

// VersionByNumber implements store.Scripts.
func (d *DB) VersionByNumber(ctx context.Context, scriptID store.ID, number int64) (store.Version, error) {
	v, err := versionByNumber(ctx, d.Read, scriptID, number)
	return v, d.explain(ctx, err)
}

// ActivateVersion implements store.Scripts.
func (d *DB) ActivateVersion(ctx context.Context, scriptID store.ID, number, revision int64) (store.Script, error) {
	var s store.Script
	err := d.change(ctx, func(tx *transaction, next int64) (event, error) {
		var err error
		if s, err = currentScript(ctx, tx, scriptID, revision); err != nil {
			return event{}, err
		}
		v, err := versionByNumber(ctx, tx, scriptID, number)
		if err != nil {
			return event{}, err
		}
		s.Source, s.Version = v.Source, v.Number
		s.Revision, s.UpdatedAt = next, tx.at
		_, err = tx.ExecContext(ctx, `
			UPDATE scripts SET version = $2, revision = $3, updated_at = $4 WHERE id = $1`,
			s.ID, s.Version, s.Revision, s.UpdatedAt.UnixMicro())
		return scriptEvent("script.activate", s, nil), err
	})
	if err != nil {
		return store.Script{}, err
	}
	return s, nil
}

func versionByNumber(ctx context.Context, q queryer, scriptID store.ID, number int64) (store.Version, error) {
	v, err := scanVersion(q.QueryRowContext(ctx, `
		SELECT v.script_id, v.number, v.source, v.created_at, v.number = s.version
		FROM script_versions AS v
		JOIN scripts AS s ON s.id = v.script_id
		WHERE v.script_id = $1 AND v.number = $2`, scriptID, number))
	if err != nil {
		return store.Version{}, NotFound(err, fmt.Sprintf("version %d of script", number), scriptID)
	}
	return v, nil
}

func scanVersion(row Scanner) (store.Version, error) {
	var v store.Version
	var created int64
	err := row.Scan(&v.ScriptID, &v.Number, &v.Source, &created, &v.Live)
	v.CreatedAt = FromMicros(created)
	return v, err
}
