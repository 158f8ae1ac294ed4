package picloud

import (
	"maps"

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
	collectStaffs(ch, c.nodes.executors())
}

// executors returns the executor of a generation of the app with those of the
// executor nodes beside it.
func (a *App) executors(g *generation) map[sandbox.Executor]struct{} {
	all := map[sandbox.Executor]struct{}{g.executor: {}}
	if nodes, err := a.ctx.AppIfConfigured("picloud_executors"); err == nil {
		maps.Copy(all, nodes.(*ExecutorNodes).executors())
	}
	return all
}

// collectStaffs sends the sum of what there is of the executors that have
// workers, if any has.
func collectStaffs(ch chan<- prometheus.Metric, executors map[sandbox.Executor]struct{}) {
	total := sandbox.Staff{Ended: map[string]int64{}}
	staffed := false
	for executor := range executors {
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
