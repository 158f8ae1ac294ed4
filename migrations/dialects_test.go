package migrations

import "testing"

func TestLoad_ReturnsTheSameMigrationsInEachDialect(t *testing.T) {
	t.Parallel()
	want, err := Load(SQLite)
	if err != nil {
		t.Fatal(err)
	}
	got, err := Load(Postgres)
	if err != nil {
		t.Fatal(err)
	}
	for i := range max(len(got), len(want)) {
		var a, b Migration
		if i < len(want) {
			a = want[i]
		}
		if i < len(got) {
			b = got[i]
		}
		if a.Name != b.Name || a.Database != b.Database {
			t.Errorf("number %d: SQLite has %q of %q, PostgreSQL %q of %q", i+1, a.Name, a.Database, b.Name, b.Database)
		}
	}
}
