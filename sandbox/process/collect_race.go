//go:build race

package process

// collectAt is the usual one: the race detector holds several times what the
// heap does, and does not count it where the runtime keeps to its limit.
const collectAt = 100
