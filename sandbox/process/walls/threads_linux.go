//go:build !cgo

package walls

// threadRoom is for the stacks of threads, which Go takes from its heap.
const threadRoom = 0
