package picloud

import (
	"github.com/caddyserver/caddy/v2"
	"github.com/prometheus/client_golang/prometheus"

	"github.com/picloud/picloud/sandbox"
)

// staffCollector tells of the workers of executor nodes, as collector does of
// those of the app. Where there is an app too, it leaves that to it: both have
// the same names.
type staffCollector struct{ nodes *ExecutorNodes }

// Describe implements prometheus.Collector: what is collected depends on the
// executors.
func (staffCollector) Describe(chan<- *prometheus.Desc) {}

// Collect implements prometheus.Collector.
func (c staffCollector) Collect(ch chan<- prometheus.Metric) {
	if _, err := caddy.ActiveContext().AppIfConfigured("picloud"); err == nil {
		return
	}
	total := sandbox.Staff{Ended: map[string]int64{}}
	staffed := false
	for executor := range c.nodes.executors() {
		s, ok := executor.(sandbox.Staffed)
		if !ok {
			continue
		}
		staffed = true
		staff := s.Staff()
		total.Serving += staff.Serving
		total.Spare += staff.Spare
		total.Memory += staff.Memory
		total.Queued += staff.Queued
		total.Started += staff.Started
		for why, n := range staff.Ended {
			total.Ended[why] += n
		}
	}
	if staffed {
		collectStaff(ch, total)
	}
}

// Interface guards
var _ prometheus.Collector = staffCollector{}
