package picloud

import (
	"context"
	"database/sql"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/picloud/picloud/admin"
	"github.com/picloud/picloud/logsink"
	"github.com/picloud/picloud/sandbox"
	"github.com/picloud/picloud/store"
)

// collector gives Caddy's registry, which is a new one for each config, what
// the app's backend and executor counted.
type collector struct{ app *App }

// Describe implements prometheus.Collector. It describes nothing: what there
// is depends on the store and the executor, which are not open yet.
func (collector) Describe(chan<- *prometheus.Desc) {}

// Collect implements prometheus.Collector.
func (c collector) Collect(ch chan<- prometheus.Metric) {
	g := c.app.generation.Load()
	if g == nil || !g.acquire() {
		return
	}
	defer g.release()
	g.backend.metrics.collect(ch)
	opened := g.backend.opened.Load()
	up := 0.0
	if g.backend.storeState() == admin.StoreReachable {
		up = 1
	}
	gauge(ch, descStoreUp, up)
	collectSink(ch, g.backend.sink.Stats())
	if opened != nil {
		opened.collect(ch)
	}
	if deployed := g.backend.deployed.Load(); deployed != nil {
		gauge(ch, descScripts, float64(len(deployed.scripts)))
		gauge(ch, descRoutes, float64(deployed.table.Len()))
		gauge(ch, descRevision, float64(deployed.revision))
		if lag, ok := opened.lag(deployed.revision); ok {
			gauge(ch, descRevisionLag, lag)
		}
	}
	collectStaffs(ch, c.app.executors(g))
}

// collectSink sends what became of records on their way.
func collectSink(ch chan<- prometheus.Metric, sink logsink.Stats) {
	for result, n := range map[string]int64{
		"written": sink.Written, "dropped": sink.Dropped, "failed": sink.Failed, "sampled": sink.Sampled,
	} {
		counter(ch, descLogRecords, float64(n), result)
	}
	gauge(ch, descLogQueue, float64(sink.Queued))
	gauge(ch, descLogQueueBytes, float64(sink.QueuedBytes))
	gauge(ch, descSampleEvery, float64(sink.SampleEvery))
}

// collect sends what is known of the log and the store.
func (o *openedStore) collect(ch chan<- prometheus.Metric) {
	kept := o.keeper.State()
	gauge(ch, descLogBytes, float64(kept.Bytes))
	gauge(ch, descLogLimit, float64(kept.Limit))
	counter(ch, descLogDeleted, float64(kept.Deleted))

	if pooled, ok := o.store.(store.Pooled); ok {
		for name, pool := range pooled.Pools() {
			collectPool(ch, name, pool)
		}
	}
}

// lag returns how far a revision is behind that of the store, which it asks if
// it is shared: else this node makes all changes, and makes them live at once.
func (o *openedStore) lag(served int64) (lag float64, ok bool) {
	if o == nil {
		return 0, false
	}
	if o.watcher == nil {
		return 0, true
	}
	ctx, cancel := context.WithTimeout(context.Background(), lagPatience)
	defer cancel()
	latest, err := o.store.Revision(ctx)
	return float64(max(latest-served, 0)), err == nil
}

// lagPatience is how long the store may take to answer a scrape.
const lagPatience = time.Second

func collectPool(ch chan<- prometheus.Metric, name string, pool sql.DBStats) {
	gauge(ch, descPool, float64(pool.InUse), name, "used")
	gauge(ch, descPool, float64(pool.Idle), name, "idle")
	gauge(ch, descPoolMax, float64(pool.MaxOpenConnections), name)
	counter(ch, descPoolWaits, float64(pool.WaitCount), name)
	counter(ch, descPoolWaited, pool.WaitDuration.Seconds(), name)
}

func collectStaff(ch chan<- prometheus.Metric, staff sandbox.Staff) {
	gauge(ch, descWorkers, float64(staff.Serving), "serving")
	gauge(ch, descWorkers, float64(staff.Spare), "spare")
	gauge(ch, descWorkerMemory, float64(staff.Memory))
	gauge(ch, descWorkerQueue, float64(staff.Queued))
	counter(ch, descWorkersStarted, float64(staff.Started))
	for reason, n := range staff.Ended {
		counter(ch, descWorkersEnded, float64(n), reason)
	}
}

func gauge(ch chan<- prometheus.Metric, desc *prometheus.Desc, value float64, labels ...string) {
	ch <- prometheus.MustNewConstMetric(desc, prometheus.GaugeValue, value, labels...)
}

func counter(ch chan<- prometheus.Metric, desc *prometheus.Desc, value float64, labels ...string) {
	ch <- prometheus.MustNewConstMetric(desc, prometheus.CounterValue, value, labels...)
}

var (
	descLogRecords    = describe("picloud_log_records_total", "Execution records, by what became of them.", "result")
	descLogQueue      = describe("picloud_log_queue_records", "Execution records that wait to be written.")
	descLogQueueBytes = describe("picloud_log_queue_bytes", "Memory that waiting execution records take.")
	descSampleEvery   = describe("picloud_log_sample_every", "Of so many successes one is recorded now.")
	descLogBytes      = describe("picloud_log_bytes", "Space that execution records take in the store.")
	descLogLimit      = describe("picloud_log_limit_bytes", "Space that execution records may take. 0 is no limit.")
	descLogDeleted    = describe("picloud_log_deleted_total", "Execution records that were deleted for their age, or for space.")

	descStoreUp    = describe("picloud_store_up", "Whether the store was reached, and answers if it is a shared one.")
	descPool       = describe("picloud_store_connections", "Connections to the database.", "pool", "state")
	descPoolMax    = describe("picloud_store_connections_max", "Connections to the database that there may be. 0 is no limit.", "pool")
	descPoolWaits  = describe("picloud_store_connection_waits_total", "How often a connection to the database was waited for.", "pool")
	descPoolWaited = describe("picloud_store_connection_wait_seconds_total", "How long connections to the database were waited for.", "pool")

	descScripts     = describe("picloud_scripts", "Scripts that are saved.")
	descRoutes      = describe("picloud_routes", "Routes in the table.")
	descRevision    = describe("picloud_revision", "Revision of the scripts and routes that are served.")
	descRevisionLag = describe("picloud_revision_lag", "Changes of scripts and routes in the store that this node does not serve yet.")

	descWorkers        = describe("picloud_workers", "Worker processes.", "state")
	descWorkerMemory   = describe("picloud_worker_memory_bytes", "Memory that worker processes hold of their own.")
	descWorkerQueue    = describe("picloud_queued_executions", "Executions that wait for a place in a worker process.")
	descWorkersStarted = describe("picloud_workers_started_total", "Worker processes that were started.")
	descWorkersEnded   = describe("picloud_workers_ended_total", "Worker processes that have ended, by why: stopped, or the outcome of what they ran.", "reason")
)

func describe(name, help string, labels ...string) *prometheus.Desc {
	return prometheus.NewDesc(name, help, labels, nil)
}

// Interface guards
var _ prometheus.Collector = collector{}
