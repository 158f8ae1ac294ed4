// Package stats counts executions by minute and hour: how many, how many
// failed, and how long they took. Charts read these rows instead of the log,
// which may have lost or sampled what it should count.
//
// A Series takes what happens to one script, without locks. A Recorder writes
// what its series counted to the store when a minute is over, and sleeps while
// nothing happens. Rows belong to one run of one process, which alone writes
// them and can write them again; readers add them up.
package stats
