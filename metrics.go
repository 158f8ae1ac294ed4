package picloud

import (
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/picloud/picloud/sandbox"
)

// metrics counts what scripts do. It belongs to the backend and so outlives
// reloads; each config registers a collector that reads it.
type metrics struct {
	executions *prometheus.CounterVec
	operations *prometheus.CounterVec
	seconds    *prometheus.HistogramVec

	mu    sync.Mutex
	names map[string]struct{} // the values of the label script
}

// maxMetricScripts is how many scripts have metrics of their own. The others
// share the label otherScripts, which no script can be called.
const (
	maxMetricScripts = 500
	otherScripts     = "(others)"
)

// The phases of an execution, as the label of its histogram.
const (
	phaseTotal = "total"
	phaseQueue = "queue"
	phaseWarm  = "warm"
	phaseRun   = "run"
)

func newMetrics() *metrics {
	return &metrics{
		executions: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "picloud_executions_total",
			Help: "Executions of scripts that ended, by how they ended.",
		}, []string{"script", "outcome"}),
		operations: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "picloud_operations_total",
			Help: "Loop turns and calls that scripts made.",
		}, []string{"script"}),
		seconds: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "picloud_execution_duration_seconds",
			Help: "How long executions took: in all, waiting for a place, compiling and starting, and running.",
			Buckets: []float64{
				0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30,
			},
		}, []string{"script", "phase"}),
		names: map[string]struct{}{},
	}
}

// script returns the metrics of a script.
func (m *metrics) script(name string) *scriptMetrics {
	return &scriptMetrics{metrics: m, name: name}
}

// label returns the label of a script that runs for the first time.
func (m *metrics) label(name string) string {
	m.mu.Lock()
	defer m.mu.Unlock()
	if _, ok := m.names[name]; !ok && len(m.names) >= maxMetricScripts {
		return otherScripts
	}
	m.names[name] = struct{}{}
	return name
}

// keep drops the metrics of the scripts that are no longer there.
func (m *metrics) keep(names map[string]struct{}) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for name := range m.names {
		if _, ok := names[name]; ok {
			continue
		}
		delete(m.names, name)
		labels := prometheus.Labels{"script": name}
		m.executions.DeletePartialMatch(labels)
		m.operations.DeletePartialMatch(labels)
		m.seconds.DeletePartialMatch(labels)
	}
}

// failed counts an execution that did not end as ok. Unlike with ok, its counter
// is looked up, and a script that was deleted meanwhile must not come back so.
func (m *metrics) failed(label string, outcome sandbox.Outcome) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if _, ok := m.names[label]; ok || label == otherScripts {
		m.executions.WithLabelValues(label, string(outcome)).Inc()
	}
}

// collect sends what was counted.
func (m *metrics) collect(ch chan<- prometheus.Metric) {
	m.executions.Collect(ch)
	m.operations.Collect(ch)
	m.seconds.Collect(ch)
}

// scriptMetrics are the metrics of one script. They exist from its first
// execution on.
type scriptMetrics struct {
	metrics *metrics
	name    string

	once       sync.Once
	label      string
	ok         prometheus.Counter
	operations prometheus.Counter
	total      prometheus.Observer
	queue      prometheus.Observer
	warm       prometheus.Observer
	run        prometheus.Observer
}

// observe counts an execution.
func (s *scriptMetrics) observe(result *sandbox.Result, took time.Duration) {
	s.once.Do(s.resolve)
	if result.Outcome == sandbox.OK {
		s.ok.Inc()
	} else {
		s.metrics.failed(s.label, result.Outcome)
	}
	s.operations.Add(float64(result.Usage.Operations))
	s.total.Observe(took.Seconds())
	s.run.Observe(result.Usage.Run.Seconds())
	if result.Usage.Queued > 0 {
		s.queue.Observe(result.Usage.Queued.Seconds())
	}
	if result.Usage.Warm > 0 {
		s.warm.Observe(result.Usage.Warm.Seconds())
	}
}

func (s *scriptMetrics) resolve() {
	m := s.metrics
	s.label = m.label(s.name)
	s.ok = m.executions.WithLabelValues(s.label, string(sandbox.OK))
	s.operations = m.operations.WithLabelValues(s.label)
	s.total = m.seconds.WithLabelValues(s.label, phaseTotal)
	s.queue = m.seconds.WithLabelValues(s.label, phaseQueue)
	s.warm = m.seconds.WithLabelValues(s.label, phaseWarm)
	s.run = m.seconds.WithLabelValues(s.label, phaseRun)
}
