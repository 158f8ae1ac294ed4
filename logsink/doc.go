// Package logsink carries execution records from requests to the store without
// ever making a request wait: a bounded queue, written in batches by one
// goroutine. When the store is slower than the requests, or away, the queue
// fills; from then on new records are dropped, and counted.
package logsink
