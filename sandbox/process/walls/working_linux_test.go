package walls

import (
	"errors"
	"fmt"
	"math"
	"os"
	"runtime"
	"runtime/debug"
	"strings"
	"sync"
	"time"

	"golang.org/x/sys/unix"

	"github.com/picloud/picloud/sandbox"
	"github.com/picloud/picloud/sandbox/yaegi"
	"github.com/picloud/picloud/sdk"
)

// tasks are what a worker under test can be told to do behind the walls.
var tasks = map[string]func(*scene, chan<- func()) []result{
	"wait":     wait,
	"attack":   attackAll,
	"work":     workAll,
	"devour":   devour,
	"overflow": overflow,
	"panic":    func(*scene, chan<- func()) []result { panic("on purpose") },
	"overfill": overfill,
}

func wait(*scene, chan<- func()) []result { select {} }

// patience is far more than anything here takes. It only ends a hung worker.
const patience = time.Minute

var errHung = errors.New("it did not end")

// within runs f and fails when it does not end.
func within(f func() error) error {
	c := make(chan error, 1)
	go func() { c <- f() }()
	select {
	case err := <-c:
		return err
	case <-time.After(patience):
		return errHung
	}
}

// workAll is the task of doing all that a worker must still be able to do.
func workAll(s *scene, _ chan<- func()) []result {
	works := []struct {
		name string
		do   func() error
	}{
		{"collect garbage", collect},
		{"run 30 locked threads", lockThreads},
		{"wait for timers", timers},
		{"recover from a nil dereference", dereference},
		{"interrupt an endless loop", preempt},
		{"wait for an inherited pipe with a deadline", func() error { return deadline(s.words) }},
		{"know the time and draw random numbers", know},
		{"compile and run a script", script},
	}
	var results []result
	for _, w := range works {
		results = append(results, became(w.name, within(w.do)))
	}
	return results
}

func collect() error {
	for range 8 {
		b := make([]byte, 8<<20)
		b[len(b)-1] = 1
		runtime.GC()
	}
	debug.FreeOSMemory()
	return nil
}

func lockThreads() error {
	var locked, done sync.WaitGroup
	for range 30 {
		locked.Add(1)
		done.Go(func() {
			runtime.LockOSThread() // and never unlocked: the thread ends
			locked.Done()
			locked.Wait()
		})
	}
	done.Wait()
	return nil
}

func timers() error {
	ticker := time.NewTicker(time.Millisecond)
	defer ticker.Stop()
	for range 5 {
		<-ticker.C
	}
	return nil
}

//go:noinline
func dereference() (err error) {
	defer func() {
		if recover() == nil {
			err = errors.New("no panic")
		}
	}()
	var p *report
	_ = p.Walls
	return errors.New("no fault")
}

func preempt() error {
	// As many loops as there are processors: the rest can only run when the
	// runtime interrupts them.
	var stops []chan struct{}
	for range runtime.GOMAXPROCS(0) {
		stop := make(chan struct{})
		stops = append(stops, stop)
		go func() {
			for i := 0; ; i++ {
				if i == 1<<30 {
					i = 0
					select {
					case <-stop:
						return
					default:
					}
				}
			}
		}()
	}
	runtime.GC() // stops the world, and so the loops
	time.Sleep(time.Millisecond)
	for _, stop := range stops {
		close(stop)
	}
	return nil
}

func deadline(words *os.File) error {
	if err := words.SetReadDeadline(time.Now().Add(10 * time.Millisecond)); err != nil {
		return err
	}
	if _, err := words.Read(make([]byte, 1)); !errors.Is(err, os.ErrDeadlineExceeded) {
		return fmt.Errorf("reading ended with %w", err)
	}
	return words.SetReadDeadline(time.Time{})
}

func know() error {
	if time.Now().Year() < 2000 {
		return errors.New("the clock is wrong")
	}
	if _, err := unix.Getrandom(make([]byte, 16), 0); err != nil {
		return err
	}
	_ = time.Now().Local().String()
	return nil
}

const source = `package main

import (
	"strings"

	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	words := []string{}
	for i := 0; i < 100; i++ {
		words = append(words, strings.ToUpper("there"))
	}
	return words[99], nil
}
`

func script() error {
	program, err := yaegi.New().Compile(source)
	if err != nil {
		return err
	}
	instance, err := program.Instantiate(sandbox.NewMeter(sandbox.Limits{}, nil))
	if err != nil {
		return err
	}
	done := make(chan error, 1)
	call := &sandbox.Invocation{Request: &sdk.Request{Method: "GET", Path: "/there"}, Print: func(string) {}}
	go instance.Call(sandbox.NewMeter(sandbox.Limits{}, nil), call, func(r *sdk.Response, err error) {
		switch {
		case err != nil:
			done <- err
		case !strings.Contains(string(r.Body), "THERE"):
			done <- fmt.Errorf("the response is %q", r.Body)
		default:
			done <- nil
		}
	})
	return <-done
}

// devour allocates far more than the limit at once.
func devour(*scene, chan<- func()) []result {
	b := make([]byte, min(1<<33, math.MaxInt))
	for i := 0; i < len(b); i += 4096 {
		b[i] = 1
	}
	return []result{{Name: "devour"}}
}

// overfill allocates more than the limit little by little.
func overfill(*scene, chan<- func()) []result {
	var all [][]byte
	for range 1024 {
		b := make([]byte, 1<<20)
		for i := 0; i < len(b); i += 4096 {
			b[i] = 1
		}
		all = append(all, b)
	}
	return []result{{Name: fmt.Sprint(len(all))}}
}

func overflow(*scene, chan<- func()) []result {
	debug.SetMaxStack(1 << 20)
	debug.SetTraceback("single")
	return []result{{Name: fmt.Sprint(deeper(1))}}
}

//go:noinline
func deeper(n int) int {
	if n == 0 {
		return 0
	}
	return deeper(n+1) + n
}
