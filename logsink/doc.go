// Package logsink carries execution records from requests to the store without
// ever making a request wait: a bounded queue, written in batches by one
// goroutine. When more executions succeed than are worth a record each, they are
// sampled before their records are made; see [Sink.Weigh]. When the store is
// slower than the requests all the same, or away, the queue fills; from then on
// new records are dropped, and counted. Who follows the log is told when there
// is more to read; see [Sink.Watch].
package logsink
