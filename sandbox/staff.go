package sandbox

// Staffed is implemented by executors that run scripts in worker processes.
type Staffed interface {
	// Staff counts the workers. It is quick enough to be asked every few
	// seconds.
	Staff() Staff
}

// Staff is what there is to say of worker processes.
type Staff struct {
	Serving int   // workers that have a script
	Spare   int   // workers that have none
	Memory  int64 // bytes that all of them hold, what they share left out; 0 where that is not known
	Queued  int   // executions that wait for a place

	Started int64 // workers started, ever

	// Ended counts the workers that have ended, by why: EndedStopped for those
	// that were not needed any more, or the outcome of what they ran.
	Ended map[string]int64
}

// EndedStopped is why workers end that were not needed any more.
const EndedStopped = "stopped"
