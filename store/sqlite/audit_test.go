package sqlite

import (
	"strings"
	"testing"

	"github.com/picloud/picloud/store"
)

func TestAuditLog_CannotBeChanged(t *testing.T) {
	t.Parallel()
	s, err := Open(t.Context(), Options{Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	if _, err := s.CreateScript(t.Context(), store.Script{ID: store.NewID(), Name: "s"}); err != nil {
		t.Fatal(err)
	}
	for _, statement := range []string{
		`UPDATE audit_log SET actor_name = 'somebody else'`,
		`DELETE FROM audit_log`,
	} {
		if _, err := s.configData.write.ExecContext(t.Context(), statement); err == nil || !strings.Contains(err.Error(), "append-only") {
			t.Errorf("%s: %v", statement, err)
		}
	}
	if entries, err := s.ListAudit(t.Context(), store.AuditQuery{Limit: 10}); err != nil || len(entries) != 1 {
		t.Errorf("%v: %+v", err, entries)
	}
}
