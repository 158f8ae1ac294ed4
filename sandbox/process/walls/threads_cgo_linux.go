//go:build cgo

package walls

// threadRoom is for the stacks of threads, which C libraries map as data, 8 MiB
// each. A hard limit without it would end workers that do nothing wrong.
const threadRoom = 64 << 20
