//go:build !race

package process

// collectAt is by how many percent the heap grows between two collections while
// a script is busy. They would be a tenth of its time otherwise: its heap is
// small. The memory limit bounds it.
const collectAt = 400
