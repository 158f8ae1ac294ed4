package sqlstore

import (
	"fmt"
	"strings"

	"github.com/picloud/picloud/migrations"
	"github.com/picloud/picloud/store"
)

// additive ends the name of a migration that older versions can work with: it
// adds tables, indexes, or columns that have a default, and what they read and
// write stays as it is. The name is all that an older version sees of it.
const additive = "_additive"

// VerifyMigrations compares what was applied with what this version would have
// applied. Belongs tells the migrations of the database from others.
func VerifyMigrations(all []migrations.Migration, applied map[int]migrations.Migration, belongs func(migrations.Migration) bool) error {
	for number, was := range applied {
		if number > len(all) && !strings.HasSuffix(was.Name, additive) {
			return fmt.Errorf("%w: it has migration %s and this version knows %d: use a newer version of PiCloud, or restore a backup of the older",
				store.ErrTooNew, was.Name, len(all))
		}
	}
	for number, was := range applied {
		if number > len(all) {
			continue
		}
		if number < 1 || !belongs(all[number-1]) || all[number-1].SHA256 != was.SHA256 {
			return fmt.Errorf("migration %s was applied in another form than this version has: use the version that applied it, or restore a backup of this one", was.Name)
		}
	}
	return nil
}

// Newest returns the highest number of what was applied, 0 for nothing.
func Newest(applied map[int]migrations.Migration) int {
	newest := 0
	for number := range applied {
		newest = max(newest, number)
	}
	return newest
}
