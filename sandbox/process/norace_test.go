//go:build !race

package process_test

// raceDetector says that workers hold several times what their scripts do.
const raceDetector = false
