package sqlstore

import (
	"strconv"
	"strings"
)

// Where collects the conditions of a query and its arguments. The zero value
// has none.
type Where struct {
	terms []string
	args  []any
}

// Arg adds an argument and returns its placeholder.
func (w *Where) Arg(v any) string {
	w.args = append(w.args, v)
	return "$" + strconv.Itoa(len(w.args))
}

// Add adds a condition, whose parts are joined.
func (w *Where) Add(parts ...string) { w.terms = append(w.terms, strings.Join(parts, "")) }

// String returns the WHERE clause, "" without conditions.
func (w *Where) String() string {
	if len(w.terms) == 0 {
		return ""
	}
	return " WHERE (" + strings.Join(w.terms, ") AND (") + ")"
}

// Args returns the arguments, in the order of their placeholders.
func (w *Where) Args() []any { return w.args }

// Contains returns the LIKE pattern of what contains text. Its escape
// character is \, which a statement has to say for SQLite.
func Contains(text string) string {
	return "%" + strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(text) + "%"
}
