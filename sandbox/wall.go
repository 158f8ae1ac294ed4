package sandbox

// Wall is one measure that keeps scripts from what is not theirs.
type Wall struct {
	// Name says what it is against, such as loops, memory or files.
	Name string

	// Stands is whether it is in effect.
	Stands bool

	// Detail says how, or why not.
	Detail string
}

// Walled is implemented by executors that can tell which walls stand around
// their scripts.
type Walled interface {
	// Walls returns the walls as they are now. It is safe for concurrent use.
	Walls() []Wall
}
