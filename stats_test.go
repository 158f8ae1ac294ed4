package picloud

import (
	"net/http"
	"testing"
)

func TestStats_CountEveryExecutionAcrossReloadsAndSaves(t *testing.T) {
	s := startServer(t, nil, nil)
	source := `if ctx.Request.Query.Get("fail") != "" {
		return nil, sdk.Error(500, "as asked")
	}
	return "fine", nil`
	id := s.script("counted", source, nil)
	s.route(id, map[string]any{"path": "/counted"})
	visit := func(target string, times int) {
		for range times {
			s.do(http.MethodGet, target, nil)
		}
	}
	visit("/counted", 3)
	if err := s.load(map[string]any{"max_request_body": 1 << 10}, nil); err != nil {
		t.Fatal(err)
	}
	visit("/counted?fail=1", 2)
	if status, answer := s.admin("PUT", "/scripts/"+id, map[string]any{"name": "counted", "source": scriptSource(source) + "\n// 2\n"}); status != 200 {
		t.Fatalf("saving: %d %v", status, answer)
	}
	visit("/counted", 1)
	visit("/api/v1/execute/"+id, 1)
	visit("/nothing", 5)

	for query, scripts := range map[string]int{"": 1, "&script_id=" + id: 0} {
		status, answer := s.admin("GET", "/stats?window=24h"+query, nil)
		if status != http.StatusOK {
			t.Fatalf("stats: %d %v", status, answer)
		}
		total := answer["total"].(map[string]any)
		if total["count"] != 7.0 || total["errors"] != 2.0 || total["p95_ms"].(float64) <= 0 {
			t.Errorf("%s: %v, want 7 executions and 2 errors", query, total)
		}
		if got := len(answer["scripts"].([]any)); got != scripts {
			t.Errorf("%s: %d scripts, want %d", query, got, scripts)
		}
	}
}
