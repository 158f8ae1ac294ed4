package picloud

import (
	"encoding/json"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/prometheus/client_golang/prometheus"
	dto "github.com/prometheus/client_model/go"

	"github.com/picloud/picloud/sandbox"
	"github.com/picloud/picloud/store/sqlite"
)

// exported returns the names of all metrics, those of histograms with the
// endings that they get.
func exported(t *testing.T) []string {
	t.Helper()
	s := startServer(t, nil, nil)
	s.route(s.script("metered", `return "fine", nil`, nil), map[string]any{"path": "/metered"})
	s.do("GET", "/metered", nil)
	var names []string
	for name := range gather(t) {
		name, _, _ = strings.Cut(name, "{")
		names = append(names, name)
		if strings.HasSuffix(name, "_duration_seconds") {
			names = append(names, name+"_bucket", name+"_sum", name+"_count")
		}
	}

	// What the server of the tests has none of.
	ch := make(chan prometheus.Metric, 100)
	collectStaff(ch, sandbox.Staff{Ended: map[string]int64{"crashed": 1}})
	opened, err := sqlite.Open(t.Context(), sqlite.Options{Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	for name, pool := range opened.Pools() {
		collectPool(ch, name, pool)
	}
	if err := opened.Close(); err != nil {
		t.Error(err)
	}
	fqName := regexp.MustCompile(`fqName: "([^"]+)"`)
	for len(ch) > 0 {
		m := <-ch
		if err := m.Write(new(dto.Metric)); err != nil {
			t.Error(err)
		}
		names = append(names, fqName.FindStringSubmatch(m.Desc().String())[1])
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// What is written about metrics speaks of those that there are, and of all of
// them.
func TestMetrics_AreThoseOfTheDocs(t *testing.T) {
	names := exported(t)
	mentioned := regexp.MustCompile(`\bpicloud_[a-z_]+\b`)
	for _, file := range []string{"docs/grafana/picloud.json", "docs/how-to/monitor.md"} {
		content, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		found := mentioned.FindAllString(string(content), -1)
		for _, name := range found {
			if !slices.Contains(names, name) {
				t.Errorf("%s speaks of %s, which there is not", file, name)
			}
		}
		if len(found) == 0 {
			t.Errorf("%s speaks of no metric", file)
		}
		for _, name := range names {
			if strings.HasSuffix(file, ".md") && !strings.Contains(string(content), "`"+name+"`") && !isPartOfHistogram(name) {
				t.Errorf("%s says nothing of %s", file, name)
			}
		}
	}
}

func isPartOfHistogram(name string) bool {
	return regexp.MustCompile(`_duration_seconds_(bucket|sum|count)$`).MatchString(name)
}

func TestGrafana_DashboardIsWhole(t *testing.T) {
	t.Parallel()
	content, err := os.ReadFile("docs/grafana/picloud.json")
	if err != nil {
		t.Fatal(err)
	}
	var dashboard struct {
		Title, UID string
		Panels     []struct {
			ID      int
			Title   string
			Type    string
			GridPos struct{ X, Y, W, H int }
			Targets []struct{ Expr string }
		}
	}
	if err := json.Unmarshal(content, &dashboard); err != nil {
		t.Fatal(err)
	}
	if dashboard.Title == "" || dashboard.UID == "" || len(dashboard.Panels) < 10 {
		t.Errorf("%q, %q, %d panels", dashboard.Title, dashboard.UID, len(dashboard.Panels))
	}
	taken := map[[2]int]string{}
	ids := map[int]bool{}
	for _, p := range dashboard.Panels {
		if ids[p.ID] || p.Title == "" {
			t.Errorf("panel %d %q has no id or title of its own", p.ID, p.Title)
		}
		ids[p.ID] = true
		if p.Type != "row" && len(p.Targets) == 0 {
			t.Errorf("panel %q asks for nothing", p.Title)
		}
		for _, target := range p.Targets {
			if strings.Count(target.Expr, "(") != strings.Count(target.Expr, ")") || target.Expr == "" {
				t.Errorf("panel %q asks for %q", p.Title, target.Expr)
			}
		}
		for x := p.GridPos.X; x < p.GridPos.X+p.GridPos.W; x++ {
			for y := p.GridPos.Y; y < p.GridPos.Y+p.GridPos.H; y++ {
				if other := taken[[2]int{x, y}]; other != "" || x >= 24 {
					t.Fatalf("panel %q is where %q is, or outside", p.Title, other)
				}
				taken[[2]int{x, y}] = p.Title
			}
		}
	}
}
