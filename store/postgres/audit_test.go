package postgres

import (
	"strings"
	"testing"

	"github.com/picloud/picloud/store"
)

func TestAuditLog_IsAppendOnly(t *testing.T) {
	t.Parallel()
	s := openStore(t, Options{DSN: newSchema(t)})
	addScript(t, s, "s")
	before, err := s.ListAudit(t.Context(), store.AuditQuery{Limit: 10})
	if err != nil || len(before) != 1 {
		t.Fatalf("%d entries, %v", len(before), err)
	}
	for _, statement := range []string{
		`UPDATE audit_log SET actor_name = 'somebody else'`,
		`DELETE FROM audit_log`,
		`TRUNCATE audit_log`,
	} {
		_, err := s.pool.Exec(t.Context(), statement)
		if err == nil || !strings.Contains(err.Error(), "append-only") {
			t.Errorf("%s: got error %v", statement, err)
		}
	}
	after, err := s.ListAudit(t.Context(), store.AuditQuery{Limit: 10})
	if err != nil || len(after) != 1 || after[0].ID != before[0].ID || after[0].Actor != before[0].Actor {
		t.Errorf("now %+v, %v", after, err)
	}
}
