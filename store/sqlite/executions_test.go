package sqlite

import (
	"strings"
	"testing"
	"time"

	"github.com/picloud/picloud/store"
	"github.com/picloud/picloud/store/internal/sqlstore"
)

func TestExecutions_AreFoundByIndex(t *testing.T) {
	t.Parallel()
	s := openStore(t, t.TempDir())
	id := store.NewID()
	for name, test := range map[string]struct {
		query store.ExecutionQuery
		plan  string
	}{
		"latest":              {store.ExecutionQuery{}, "SCAN execution_logs"},
		"page":                {store.ExecutionQuery{Before: id}, "PRIMARY KEY (id<?)"},
		"window":              {store.ExecutionQuery{Since: time.Now(), Until: time.Now()}, "PRIMARY KEY (id>? AND id<?)"},
		"of a script":         {store.ExecutionQuery{ScriptID: id, Before: id}, "execution_logs_script (script_id=? AND id<?)"},
		"failures":            {store.ExecutionQuery{ScriptID: id, StatusMin: 500}, "execution_logs_failed (script_id=?)"},
		"failures in a range": {store.ExecutionQuery{ScriptID: id, StatusMin: 502, StatusMax: 504, Before: id}, "execution_logs_failed (script_id=? AND id<?)"},
	} {
		where := executionFilter(test.query)
		query := `EXPLAIN QUERY PLAN SELECT ` + sqlstore.ExecutionColumns + ` FROM execution_logs` + where.String() + ` ORDER BY id DESC LIMIT 50`
		plan, err := sqlstore.Collect(t.Context(), s.logs.read, scanPlan, query, where.Args()...)
		if err != nil {
			t.Fatal(err)
		}
		if len(plan) != 1 || !strings.Contains(plan[0], test.plan) { // a sort would be a second line
			t.Errorf("%s: plan %q, want %q", name, plan, test.plan)
		}
	}
}

// scanPlan reads what one step of a query plan does.
func scanPlan(row sqlstore.Scanner) (detail string, err error) {
	var id, parent, unused int
	err = row.Scan(&id, &parent, &unused, &detail)
	return detail, err
}

func TestDeleteExecutions_GivesSpaceBack(t *testing.T) {
	t.Parallel()
	s := openStore(t, t.TempDir())
	batch := make([]store.Execution, 3000)
	for i := range batch {
		batch[i] = newExecution()
	}
	if err := s.AppendExecutions(t.Context(), batch); err != nil {
		t.Fatal(err)
	}
	pages := func() (n int) {
		if err := s.logs.write.QueryRowContext(t.Context(), `PRAGMA page_count`).Scan(&n); err != nil {
			t.Fatal(err)
		}
		return n
	}
	before := pages()
	n, err := s.DeleteExecutions(t.Context(), store.ExecutionAge{Before: time.Now().Add(time.Hour)}, 10_000)
	if err != nil || n != len(batch) {
		t.Fatalf("deleted %d, %v", n, err)
	}
	if after := pages(); after > before/4 {
		t.Errorf("%d pages, before %d", after, before)
	}
}
