package sqlstore

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/picloud/picloud/migrations"
	"github.com/picloud/picloud/store"
)

// What an additive migration may hold. A unique index is none of it, for an
// older version may write what it forbids.
var (
	comment    = regexp.MustCompile(`--[^\n]*`)
	adding     = regexp.MustCompile(`(?is)^(create table|create index|insert into|comment on)\s`)
	addColumn  = regexp.MustCompile(`(?is)^alter table \w+ add column \w+ (.*)$`)
	notNull    = regexp.MustCompile(`(?i)\bnot null\b`)
	hasDefault = regexp.MustCompile(`(?i)\bdefault\b`)
)

// onlyAdds returns what stands in the way of older versions.
func onlyAdds(sql string) error {
	for statement := range strings.SplitSeq(comment.ReplaceAllString(sql, ""), ";") {
		statement = strings.Join(strings.Fields(statement), " ")
		column := addColumn.FindStringSubmatch(statement)
		switch {
		case statement == "", adding.MatchString(statement):
		case column == nil:
			return fmt.Errorf("not known to be additive: %s", statement)
		case notNull.MatchString(column[1]) && !hasDefault.MatchString(column[1]):
			return fmt.Errorf("a column that older versions do not fill needs a default: %s", statement)
		}
	}
	return nil
}

func TestMigrations_ThatAreNamedAdditiveOnlyAdd(t *testing.T) {
	t.Parallel()
	for _, dialect := range []string{migrations.SQLite, migrations.Postgres} {
		all, err := migrations.Load(dialect)
		if err != nil {
			t.Fatal(err)
		}
		for _, mig := range all {
			if !strings.HasSuffix(mig.Name, additive) {
				continue
			}
			if err := onlyAdds(mig.SQL); err != nil {
				t.Errorf("%s: %v", mig.Name, err)
			}
		}
	}
	for sql, want := range map[string]bool{
		"-- database: logs\nCREATE TABLE a (x int); CREATE INDEX i ON a (x);":        true,
		"ALTER TABLE scripts ADD COLUMN tags text NOT NULL\n\tDEFAULT '';":           true,
		"ALTER TABLE scripts ADD COLUMN tags text":                                   true,
		"alter table scripts add column tags text not null":                          false,
		"CREATE UNIQUE INDEX i ON scripts (description)":                             false,
		"ALTER TABLE scripts DROP COLUMN description":                                false,
		"ALTER TABLE scripts RENAME TO programs":                                     false,
		"CREATE TABLE a (x int); UPDATE scripts SET timeout_ms = timeout_ms * 1000;": false,
	} {
		if err := onlyAdds(sql); (err == nil) != want {
			t.Errorf("%s: %v", sql, err)
		}
	}
}

func TestVerifyMigrations_TakesWhatIsNewerAndOnlyAdds(t *testing.T) {
	t.Parallel()
	known := []migrations.Migration{{Number: 1, Name: "0001_a", SHA256: "1"}, {Number: 2, Name: "0002_b", SHA256: "2"}}
	belongs := func(m migrations.Migration) bool { return m.Number != 2 } // the second is of another file
	for _, test := range []struct {
		name    string
		applied []migrations.Migration
		tooNew  bool
		drifted bool
	}{
		{name: "nothing"},
		{name: "what is known", applied: known[:1]},
		{name: "one more that adds", applied: []migrations.Migration{known[0], {Number: 3, Name: "0003_c_additive"}}},
		{name: "one that does not", applied: []migrations.Migration{known[0], {Number: 3, Name: "0003_c"}}, tooNew: true},
		{name: "one of both", applied: []migrations.Migration{{Number: 3, Name: "0003_c_additive"}, {Number: 4, Name: "0004_additive_d"}}, tooNew: true},
		{name: "another form", applied: []migrations.Migration{{Number: 1, Name: "0001_a_additive", SHA256: "x"}}, drifted: true},
		{name: "another file's", applied: known[1:], drifted: true},
	} {
		applied := map[int]migrations.Migration{}
		for _, mig := range test.applied {
			applied[mig.Number] = mig
		}
		err := VerifyMigrations(known, applied, belongs)
		if errors.Is(err, store.ErrTooNew) != test.tooNew || (err != nil) != (test.tooNew || test.drifted) {
			t.Errorf("%s: %v", test.name, err)
		}
	}
}
