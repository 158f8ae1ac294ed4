package picloud

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/caddyserver/caddy/v2"
	"github.com/prometheus/client_golang/prometheus"
	dto "github.com/prometheus/client_model/go"

	"github.com/picloud/picloud/sandbox"
)

func TestMetrics_OutliveReloads(t *testing.T) {
	s := startServer(t, nil, nil)
	id := s.script("metered", `if ctx.Request.Query.Get("fail") != "" {
		panic("as asked")
	}
	return "fine", nil`, nil)
	s.route(id, map[string]any{"path": "/metered"})
	s.do("GET", "/metered", nil)
	s.do("GET", "/metered?fail=1", nil)
	if err := s.load(map[string]any{"max_request_body": 1 << 10}, nil); err != nil {
		t.Fatal(err)
	}
	s.do("GET", "/metered", nil)

	for name, want := range map[string]float64{
		`picloud_executions_total{outcome="ok",script="metered"}`:            2,
		`picloud_executions_total{outcome="error",script="metered"}`:         1,
		`picloud_execution_duration_seconds{phase="total",script="metered"}`: 3,
		`picloud_execution_duration_seconds{phase="run",script="metered"}`:   3,
		`picloud_scripts`:  1,
		`picloud_routes`:   1,
		`picloud_store_up`: 1,
	} {
		if got, ok := gather(t)[name]; !ok || got != want {
			t.Errorf("%s: %v, want %v", name, got, want)
		}
	}
	if got := gather(t)[`picloud_operations_total{script="metered"}`]; got < 3 {
		t.Errorf("operations: %v, want some", got)
	}

	s.admin("DELETE", "/scripts/"+id, nil)
	for name := range gather(t) {
		if strings.Contains(name, "metered") {
			t.Errorf("%s is still there when the script is gone", name)
		}
	}
}

// gather returns what the active config's registry has of PiCloud: values of
// counters and gauges, and counts of histograms.
func gather(t *testing.T) map[string]float64 {
	t.Helper()
	active := caddy.ActiveContext()
	families, err := active.GetMetricsRegistry().Gather()
	if err != nil {
		t.Fatal(err)
	}
	values := map[string]float64{}
	for _, family := range families {
		if !strings.HasPrefix(family.GetName(), "picloud_") {
			continue
		}
		for _, m := range family.GetMetric() {
			name := family.GetName() + labels(m.GetLabel())
			switch {
			case m.GetCounter() != nil:
				values[name] = m.GetCounter().GetValue()
			case m.GetGauge() != nil:
				values[name] = m.GetGauge().GetValue()
			default:
				values[name] = float64(m.GetHistogram().GetSampleCount())
			}
		}
	}
	return values
}

func labels(pairs []*dto.LabelPair) string {
	if len(pairs) == 0 {
		return ""
	}
	var texts []string
	for _, pair := range pairs {
		texts = append(texts, fmt.Sprintf("%s=%q", pair.GetName(), pair.GetValue()))
	}
	return "{" + strings.Join(texts, ",") + "}"
}

func TestMetrics_BoundTheirLabels(t *testing.T) {
	t.Parallel()
	m := newMetrics()
	var wg sync.WaitGroup
	for i := range maxMetricScripts + 20 {
		wg.Go(func() {
			m.script(fmt.Sprint("script-", i)).observe(&sandbox.Result{Outcome: sandbox.OK}, time.Millisecond)
		})
	}
	wg.Wait()
	ch := make(chan prometheus.Metric, 10*maxMetricScripts)
	m.executions.Collect(ch)
	if len(ch) != maxMetricScripts+1 {
		t.Errorf("%d series, want %d", len(ch), maxMetricScripts+1)
	}
	m.keep(map[string]struct{}{})
	for len(ch) > 0 {
		<-ch
	}
	m.executions.Collect(ch)
	if len(ch) != 1 {
		t.Errorf("%d series are left, want that of the others", len(ch))
	}
}

func TestMetrics_ForgetADeletedScriptForGood(t *testing.T) {
	t.Parallel()
	m := newMetrics()
	series := func() int {
		ch := make(chan prometheus.Metric, 100)
		m.collect(ch)
		return len(ch)
	}
	s := m.script("gone")
	s.observe(&sandbox.Result{Outcome: sandbox.Timeout}, time.Second)
	if series() == 0 {
		t.Fatal("an execution has no series")
	}
	m.keep(map[string]struct{}{})
	// These were under way when the script was deleted.
	for _, outcome := range []sandbox.Outcome{sandbox.OK, sandbox.Timeout, sandbox.Crashed} {
		s.observe(&sandbox.Result{Outcome: outcome}, time.Second)
	}
	if n := series(); n != 0 {
		t.Errorf("%d series of a script that is gone", n)
	}
}

func TestMetrics_CountFailuresOfTheOthers(t *testing.T) {
	t.Parallel()
	m := newMetrics()
	for i := range maxMetricScripts {
		m.label(fmt.Sprint("script-", i))
	}
	m.script("late").observe(&sandbox.Result{Outcome: sandbox.Timeout}, time.Second)
	var counted dto.Metric
	if err := m.executions.WithLabelValues(otherScripts, string(sandbox.Timeout)).Write(&counted); err != nil {
		t.Fatal(err)
	}
	if got := counted.GetCounter().GetValue(); got != 1 {
		t.Errorf("%v timeouts of the others, want 1", got)
	}
}
