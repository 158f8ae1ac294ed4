package migrations

import (
	"strings"
	"testing"
	"testing/fstest"
)

func TestLoad_ReturnsEveryMigrationWithoutGaps(t *testing.T) {
	t.Parallel()
	list, err := Load(SQLite)
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{
		"0001_scripts":        Configuration,
		"0002_execution_logs": Logs,
		"0003_routes":         Configuration,
	}
	for i, m := range list {
		if m.Number != i+1 {
			t.Errorf("%s has number %d, want %d", m.Name, m.Number, i+1)
		}
		if len(m.SHA256) != 64 {
			t.Errorf("%s has checksum %q", m.Name, m.SHA256)
		}
		if database, ok := want[m.Name]; ok && m.Database != database {
			t.Errorf("%s is for %q, want %q", m.Name, m.Database, database)
		}
		delete(want, m.Name)
	}
	if len(want) > 0 {
		t.Errorf("missing: %v", want)
	}
}

func TestLoad_RefusesUnknownDialect(t *testing.T) {
	t.Parallel()
	if _, err := Load("oracle"); err == nil {
		t.Fatal("no error")
	}
}

func TestLoad_RefusesBadFiles(t *testing.T) {
	t.Parallel()
	good := "-- database: logs\nSELECT 1;\n"
	for name, files := range map[string]map[string]string{
		"the number must be 2":  {"0001_a.sql": good, "0003_b.sql": good},
		"the number must be 1":  {"0000_a.sql": good},
		"the name must be like": {"first.sql": good},
		"the name must be":      {"001_a.sql": good},
		"the first line":        {"0001_a.sql": "SELECT 1;\n"},
		"must be \"-- database": {"0001_a.sql": "-- database: other\nSELECT 1;\n"},
	} {
		dir := fstest.MapFS{}
		for file, text := range files {
			dir[file] = &fstest.MapFile{Data: []byte(text)}
		}
		if _, err := load(dir); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("%v: got %v, want %q", files, err, name)
		}
	}
}

func TestLoad_IgnoresLineEnds(t *testing.T) {
	t.Parallel()
	var sums []string
	for _, text := range []string{"-- database: logs\nSELECT 1;\n", "-- database: logs\r\nSELECT 1;\r\n"} {
		list, err := load(fstest.MapFS{"0001_a.sql": {Data: []byte(text)}})
		if err != nil {
			t.Fatal(err)
		}
		sums = append(sums, list[0].SHA256)
	}
	if sums[0] != sums[1] {
		t.Errorf("checksums differ: %v", sums)
	}
}
