package admin

import (
	"cmp"
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/picloud/picloud/auth"
)

// update makes the test write the table of scopes instead of comparing it.
var update = flag.Bool("update", false, "write the table of scopes in docs/reference/admin-api.md anew")

const (
	reference = "../docs/reference/admin-api.md"

	// The table of scopes stands between these lines of the reference.
	tableBegin = "<!-- Written by: go test ./admin -run ScopeTable -update -->\n"
	tableEnd   = "<!-- End of the table. -->\n"
)

// TestReference_HasTheScopeTable compares the table with needs, which the walk
// over all operations compares with what the API does.
func TestReference_HasTheScopeTable(t *testing.T) {
	t.Parallel()
	content, err := os.ReadFile(reference)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, begins := strings.Cut(string(content), tableBegin)
	got, after, ends := strings.Cut(rest, tableEnd)
	if !begins || !ends {
		t.Fatalf("want the marks of the table in %s", reference)
	}
	table := scopeTable()
	if *update {
		if err := os.WriteFile(reference, []byte(before+tableBegin+table+tableEnd+after), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if got != table {
		t.Errorf("%s does not say who may do what: run go test ./admin -run ScopeTable -update", reference)
	}
}

func scopeTable() string {
	type row struct{ need, method, path string }
	var rows []row
	for operation, need := range needs {
		method, path, _ := strings.Cut(operation, " ")
		rows = append(rows, row{need, method, path})
	}
	rank := []string{"", "read", "write", "admin"}
	slices.SortFunc(rows, func(a, b row) int {
		return cmp.Or(
			slices.Index(rank, a.need)-slices.Index(rank, b.need),
			cmp.Compare(a.path, b.path),
			cmp.Compare(a.method, b.method),
		)
	})
	mark := func(may bool) string {
		if may {
			return "yes"
		}
		return ""
	}
	var b strings.Builder
	b.WriteString("\n| operation | nobody | `read` | `write` | `admin` |\n|---|---|---|---|---|\n")
	for _, r := range rows {
		need := slices.Index(rank, r.need)
		fmt.Fprintf(&b, "| `%s %s` | %s | %s | %s | yes |\n", r.method, r.path, mark(need == 0), mark(need <= 1), mark(need <= 2))
	}
	b.WriteString("\n")
	return b.String()
}

func TestOpenAPI_SaysWhoMayDoWhat(t *testing.T) {
	t.Parallel()
	schemes, _ := get(document(t), "components", "securitySchemes").(map[string]any)
	for name, want := range map[string]map[string]any{
		"token":          {"type": "http", "scheme": "bearer"},
		"session":        {"type": "apiKey", "in": "cookie", "name": auth.PlainCookie},
		"sessionOverTLS": {"type": "apiKey", "in": "cookie", "name": auth.SecureCookie},
	} {
		for field, value := range want {
			if got := get(schemes, name, field); got != value {
				t.Errorf("%s of %s is %v, want %v", field, name, got, value)
			}
		}
		if text, _ := get(schemes, name, "description").(string); text == "" {
			t.Errorf("%s has no description", name)
		}
	}
	if len(schemes) != 3 {
		t.Errorf("the schemes are %v", schemes)
	}
	operations(t, func(method, path string, op map[string]any) {
		name := method + " " + strings.TrimPrefix(path, BasePath)
		list, stated := op["security"].([]any)
		about, _ := op["description"].(string)
		need := needs[name]
		if need == "" {
			if !stated || len(list) != 0 || !strings.HasSuffix(about, "Needs no credentials.") {
				t.Errorf("%s is for anyone, but asks for %v: %s", name, op["security"], about)
			}
			return
		}
		if !strings.HasSuffix(about, "with the scope "+need+".") {
			t.Errorf("%s needs %s, but says %q", name, need, about)
		}
		var ways []string
		for _, way := range list {
			for scheme, scopes := range way.(map[string]any) {
				ways = append(ways, scheme)
				if got := fmt.Sprint(scopes); got != "["+need+"]" {
					t.Errorf("%s with %s needs %s, want %s", name, scheme, got, need)
				}
			}
		}
		slices.Sort(ways)
		if !slices.Equal(ways, []string{"session", "sessionOverTLS", "token"}) {
			t.Errorf("%s takes %v", name, ways)
		}
	})
}
