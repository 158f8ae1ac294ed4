// Package migrations holds the SQL that brings a database to the form that
// this version of PiCloud works on. The stores apply it.
package migrations

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"strconv"
	"strings"
)

//go:embed sqlite/*.sql postgres/*.sql
var files embed.FS

// The databases a migration can belong to. A store that keeps everything in
// one place applies both.
const (
	Configuration = "configuration"
	Logs          = "logs"
)

// The dialects are those of the stores; each names a folder of this package.
// They have the same migrations.
const (
	SQLite   = "sqlite"
	Postgres = "postgres"
)

// Migration is one numbered file.
type Migration struct {
	Number   int    // from 1, without gaps
	Name     string // file name without its extension: 0001_scripts
	Database string // Configuration or Logs
	SQL      string
	SHA256   string // of SQL, in hex
}

// Load returns the migrations of a dialect in the order of their numbers.
func Load(dialect string) ([]Migration, error) {
	dir, err := fs.Sub(files, dialect)
	if err != nil {
		return nil, fmt.Errorf("migrations for %q: %w", dialect, err)
	}
	return load(dir)
}

func load(dir fs.FS) ([]Migration, error) {
	entries, err := fs.ReadDir(dir, ".") // sorted by name, so by number
	if err != nil {
		return nil, fmt.Errorf("migrations: %w", err)
	}
	var list []Migration
	for _, entry := range entries {
		text, err := fs.ReadFile(dir, entry.Name())
		if err != nil {
			return nil, fmt.Errorf("migrations: %w", err)
		}
		m, err := parse(entry.Name(), string(text))
		if err != nil {
			return nil, err
		}
		if m.Number != len(list)+1 {
			return nil, fmt.Errorf("migration %s: the number must be %d", m.Name, len(list)+1)
		}
		list = append(list, m)
	}
	return list, nil
}

func parse(file, text string) (Migration, error) {
	name := strings.TrimSuffix(file, ".sql")
	digits, _, ok := strings.Cut(name, "_")
	number, err := strconv.Atoi(digits)
	if !ok || err != nil || len(digits) != 4 {
		return Migration{}, fmt.Errorf("migration %s: the name must be like 0001_scripts.sql", file)
	}

	// A checkout that turned line ends into CRLF holds the same migration.
	text = strings.ReplaceAll(text, "\r\n", "\n")
	first, _, _ := strings.Cut(text, "\n")
	database, ok := strings.CutPrefix(first, "-- database: ")
	if !ok || database != Configuration && database != Logs {
		return Migration{}, fmt.Errorf("migration %s: the first line must be %q or %q",
			file, "-- database: "+Configuration, "-- database: "+Logs)
	}

	sum := sha256.Sum256([]byte(text))
	return Migration{
		Number:   number,
		Name:     name,
		Database: database,
		SQL:      text,
		SHA256:   hex.EncodeToString(sum[:]),
	}, nil
}
