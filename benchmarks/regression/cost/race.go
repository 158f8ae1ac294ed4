//go:build race

package cost

// raceDetector says that the compiler has added instructions and allocations.
const raceDetector = true
