//go:build !race

package remote_test

// raceDetector tells whether the race detector is on, which needs much memory.
const raceDetector = false
