package process

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"strconv"
	"sync"
	"syscall"

	"github.com/picloud/picloud/sandbox"
	"github.com/picloud/picloud/sandbox/local"
	"github.com/picloud/picloud/sandbox/process/walls"
	"github.com/picloud/picloud/sandbox/process/wire"
	"github.com/picloud/picloud/sandbox/yaegi"
)

// A program that was started as a worker is one from here on: main is never
// reached.
func init() {
	if len(os.Args) == 4 && os.Args[0] == workerName && os.Args[1] == workerProtocol {
		if err := work(os.Args[2], os.Args[3]); err != nil {
			fmt.Fprintln(os.Stderr, "worker:", err)
			os.Exit(1)
		}
		os.Exit(0)
	}
}

const (
	// childProcs is how many threads run Go code in a worker. Native loops
	// cannot be preempted: with one thread they would freeze the worker.
	childProcs = 2

	// maxStack is how large the stack of a goroutine may become.
	maxStack = 64 << 20

	// trimAt is after how many bytes of allocations an idle worker gives back
	// the memory it does not need.
	trimAt = 4 << 20
)

// child is a worker, seen from inside.
type child struct {
	in      *wire.Reader
	inFile  *os.File // kept: a file that is collected is closed
	outFile *os.File
	pairs   []*childPair
	lane    *childLane
	engine  sandbox.Engine
	calls   *childCalls

	talking sync.Mutex
	checks  *local.Executor // once a check was asked for

	trimming sync.Mutex
	trimmed  uint64 // what had been allocated at the last trim
}

// work is the life of a worker. It ends with that of its parent.
func work(pairs, options string) error {
	n, err := strconv.Atoi(pairs)
	if err != nil || n < 0 {
		return errors.New("this program is started by PiCloud only")
	}
	if err := walls.Early(firstPairFD + 2*n); err != nil {
		return err
	}
	var o walls.Options
	if err := json.Unmarshal([]byte(options), &o); err != nil {
		return err
	}
	runtime.GOMAXPROCS(childProcs)
	debug.SetTraceback("single")
	debug.SetMaxStack(maxStack)
	// A terminal or a service manager may tell every process to end. When this
	// one does is for its parent to say.
	signal.Ignore(syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP)

	c := &child{engine: yaegi.New(), calls: newChildCalls()}
	if err := c.open(n); err != nil {
		return err
	}
	c.practise()
	// What the start left behind would be held for as long as the worker idles.
	debug.FreeOSMemory()
	standing, err := walls.Apply(o)
	if err != nil {
		return err
	}
	if err := c.say(wire.Ready, wire.AppendReady(nil, standing)); err != nil {
		return err
	}
	return c.listen()
}

// open takes over the inherited descriptors.
func (c *child) open(pairs int) (err error) {
	open := func(fd int, name string) *os.File {
		file, failure := inherit(fd, name)
		err = errors.Join(err, failure)
		return file
	}
	c.inFile, c.outFile = open(controlInFD, "control in"), open(controlOutFD, "control out")
	c.in = wire.NewReader(c.inFile)
	in, failure := inheritBlocking(laneInFD, "calls")
	c.lane = newChildLane(in, open(laneOutFD, "returns"), c)
	for i := range pairs {
		in, out := open(firstPairFD+2*i, "requests"), open(firstPairFD+2*i+1, "responses")
		c.pairs = append(c.pairs, &childPair{in: wire.NewReader(in), inFile: in, out: out, calls: c.calls})
	}
	return errors.Join(err, failure)
}

// say sends a message on the control pipe.
func (c *child) say(kind wire.Type, message []byte) error {
	c.talking.Lock()
	defer c.talking.Unlock()
	_, err := c.outFile.Write(wire.AppendMessage(nil, kind, 0, 0, message))
	return err
}

// listen does what the parent asks for on the control pipe, until that closes.
func (c *child) listen() error {
	for {
		f, err := c.in.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		message, err := c.in.Message(f, wire.MaxSource)
		if err != nil {
			return err
		}
		switch f.Type {
		case wire.Load, wire.Check:
			script, limits, err := wire.DecodeLoad(message)
			if err != nil {
				return err
			}
			// The pipe must be read on: its end is the end of the parent.
			if f.Type == wire.Load {
				go c.load(script, limits)
			} else {
				go c.check(script, limits)
			}
		case wire.Cancel:
			c.calls.cancel(f.ID)
		default:
			return fmt.Errorf("a frame of type %d on the control pipe", f.Type)
		}
	}
}

// load gets a script ready and begins to serve it.
func (c *child) load(s sandbox.Script, limits sandbox.Limits) {
	c.limitMemory(limits)
	ready, result := prepare(c.engine, s.Source, limits)
	executor := local.New(ready, local.Options{Limits: limits, Idle: forever, Grace: forever, Tick: c.lane.look, Rest: c.trim})
	debug.SetGCPercent(collectAt)
	c.lane.executor, c.lane.script, c.lane.pairs = executor, s, c.pairs
	go c.lane.serve()
	for _, p := range c.pairs {
		go func() {
			err := p.serve(executor, s)
			c.exit(err)
		}()
	}
	c.exit(c.say(wire.Loaded, wire.AppendResult(nil, &result)))
}

// trim gives back memory, if enough was used since it last did.
func (c *child) trim() {
	sample := []metrics.Sample{{Name: "/gc/heap/allocs:bytes"}}
	metrics.Read(sample)
	c.trimming.Lock()
	defer c.trimming.Unlock()
	if allocated := sample[0].Value.Uint64(); allocated > c.trimmed+trimAt {
		c.trimmed = allocated
		debug.FreeOSMemory()
	}
}

// check checks a script.
func (c *child) check(s sandbox.Script, limits sandbox.Limits) {
	if c.checks == nil {
		c.limitMemory(limits)
		c.checks = local.New(c.engine, local.Options{Limits: limits, CheckTimeout: limits.Timeout, Grace: forever})
	}
	diagnostics, err := c.checks.Check(context.Background(), s.Source)
	c.exit(err)
	c.exit(c.say(wire.Checked, wire.AppendChecked(nil, diagnostics)))
}

// limitMemory bounds the memory of this process. The collector's own limit
// counts everything that the process holds, so what it held before comes on
// top of what the script may have.
func (c *child) limitMemory(limits sandbox.Limits) {
	sample := []metrics.Sample{{Name: "/memory/classes/total:bytes"}, {Name: "/memory/classes/heap/released:bytes"}}
	metrics.Read(sample)
	held := int64(sample[0].Value.Uint64() - sample[1].Value.Uint64())
	c.exit(walls.LimitMemory(limits.Memory))
	debug.SetMemoryLimit(held + limits.Memory/10*9)
}

// exit ends the worker if there is an error: without its pipes it is of no use.
func (c *child) exit(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "worker:", err)
		os.Exit(1)
	}
}
