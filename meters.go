package picloud

import (
	"net/http"
	"time"

	"github.com/picloud/picloud/sandbox"
	"github.com/picloud/picloud/stats"
	"github.com/picloud/picloud/store"
)

// meters count the executions of one script: for charts in the store, and for
// Prometheus.
type meters struct {
	series  *stats.Series
	metrics *scriptMetrics
}

// observe counts an execution that started at a time.
func (m *meters) observe(started time.Time, took time.Duration, result *sandbox.Result, status int) {
	m.series.Observe(started.Add(took), took, failed(result, status))
	m.metrics.observe(result, took)
}

// failed reports whether an execution counts as an error. That the client has
// left is none.
func failed(result *sandbox.Result, status int) bool {
	return result.Outcome != sandbox.OK && result.Outcome != sandbox.Canceled || status >= http.StatusInternalServerError
}

// metering makes the meters of scripts.
type metering struct {
	recorder *stats.Recorder
	metrics  *metrics
}

func (m metering) of(record store.Script) *meters {
	return &meters{series: m.recorder.Series(record.ID), metrics: m.metrics.script(record.Name)}
}
