package process

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strconv"

	"github.com/picloud/picloud/sandbox/process/walls"
)

const (
	// workerName and workerProtocol are the first arguments of a worker, by
	// which the program knows that it is one. No shell runs a program under
	// that name by accident and with these arguments.
	workerName     = "picloud-worker"
	workerProtocol = "exchange/2"

	// The descriptors of a worker: the control pipes, the lane, then pairs of
	// pipes.
	controlInFD  = 3
	controlOutFD = 4
	laneInFD     = 5
	laneOutFD    = 6
	firstPairFD  = 7
)

// program is what is started as a worker.
type program struct {
	path string
	name string // argument 0
}

// ownProgram is the running program. The link is better than its path: it
// leads to the same file still when another one was installed over it.
func ownProgram() (program, error) {
	path := "/proc/self/exe"
	if runtime.GOOS != "linux" {
		var err error
		if path, err = os.Executable(); err != nil {
			return program{}, fmt.Errorf("finding the program to start workers with: %w", err)
		}
	}
	return program{path: path, name: workerName}, nil
}

// spawner starts processes from one thread that lives as long as they may:
// workers are killed by the kernel when the thread that started them ends. They
// also take over its priority, which is lower than that of the other threads,
// and how exact its timers are.
type spawner struct {
	jobs chan func()
}

func newSpawner() *spawner {
	s := &spawner{jobs: make(chan func())}
	go func() {
		// It stays locked, so that the thread ends with the goroutine: nothing
		// else is to run as this one does.
		runtime.LockOSThread()
		yieldPriority()
		relaxTimers()
		for job := range s.jobs {
			job()
		}
	}()
	return s
}

func (s *spawner) start(cmd *exec.Cmd) error {
	failure := make(chan error, 1)
	s.jobs <- func() { failure <- cmd.Start() }
	return <-failure
}

// close ends the thread. All workers must have ended before.
func (s *spawner) close() { close(s.jobs) }

// pipes are the ends of the pipes to a worker. Ours do not block threads;
// theirs are for the worker to inherit.
type pipes struct {
	ours, theirs []*os.File
}

// open makes a pipe whose reading end is the worker's.
func (p *pipes) toWorker() error {
	r, w, err := os.Pipe()
	if err != nil {
		return err
	}
	p.ours, p.theirs = append(p.ours, w), append(p.theirs, r)
	return nil
}

// fromWorker makes a pipe whose writing end is the worker's.
func (p *pipes) fromWorker() error {
	r, w, err := os.Pipe()
	if err != nil {
		return err
	}
	p.ours, p.theirs = append(p.ours, r), append(p.theirs, w)
	return nil
}

func closeAll(files []*os.File) {
	for _, f := range files {
		_ = f.Close() // pipes have nothing to flush
	}
}

// openPipes makes the pipes of a worker with n pairs: standard error, control
// in and out, the lane, and the pairs.
func openPipes(n int) (*pipes, error) {
	p := &pipes{}
	err := p.fromWorker()
	for range n + 2 {
		err = errors.Join(err, p.toWorker(), p.fromWorker())
	}
	if err != nil {
		closeAll(p.ours)
		closeAll(p.theirs)
		return nil, fmt.Errorf("opening pipes: %w", err)
	}
	return p, nil
}

// spawn starts a process with n pairs of pipes. The files are its parent's
// ends of standard error, of the control pipes, of the lane and of the pairs.
func spawn(s *spawner, program program, n int, o walls.Options) (*exec.Cmd, []*os.File, error) {
	options, err := json.Marshal(o)
	if err != nil {
		return nil, nil, err
	}
	p, err := openPipes(n)
	if err != nil {
		return nil, nil, err
	}
	cmd := &exec.Cmd{
		Path: program.path,
		Args: []string{program.name, workerProtocol, strconv.Itoa(n), string(options)},
		// Nothing of our environment is the worker's business. Caddy's
		// packages complain on standard error when there is no HOME.
		Env:        []string{"HOME=/"},
		Dir:        "/",
		Stderr:     p.theirs[0],
		ExtraFiles: p.theirs[1:],
	}
	walls.Prepare(cmd, o)
	err = s.start(cmd)
	closeAll(p.theirs)
	if err != nil {
		closeAll(p.ours)
		return nil, nil, fmt.Errorf("starting a worker process: %w", err)
	}
	return cmd, p.ours, nil
}
