package sandboxtest

import "github.com/picloud/picloud/sandbox"

// nativeWork keeps compiled code busy, or makes it recurse, where no loop turn
// is counted.
func nativeWork() []attack {
	limit := []sandbox.Outcome{sandbox.OperationLimit, sandbox.MemoryLimit, sandbox.Failed, sandbox.Timeout, sandbox.Crashed}
	or := func(more ...sandbox.Outcome) []sandbox.Outcome { return append(more, limit...) }
	return []attack{
		{name: "native: sort.Sort of 1<<60", want: limit, imports: []string{"sort"}, declarations: `type endless struct{}

func (endless) Len() int           { return 1 << 60 }
func (endless) Less(i, j int) bool { return i < j }
func (endless) Swap(i, j int)      {}`, body: `sort.Sort(endless{})
	return "sorted", nil`},
		{name: "native: sort.Search that never finds", want: or(sandbox.OK), imports: []string{"sort"}, body: `n := 0
	for {
		n += sort.Search(1<<62, func(i int) bool { return false })
	}`},
		{name: "native: sort of large slices again and again", want: limit, imports: []string{"sort"}, body: `list := make([]int, 1_000_000)
	for i := 0; ; i++ {
		list[i%len(list)] = i * 7919 % 1000003
		sort.Ints(list)
	}`},
		{name: "native: sort.Slice with a less that never agrees", want: limit, imports: []string{"sort"}, body: `list := make([]int, 300_000)
	for {
		sort.Slice(list, func(i, j int) bool { return true })
	}`},
		{name: "native: io.ReadAll of a reader without end", want: or(refused), imports: []string{"io"}, declarations: `type endless struct{}

func (endless) Read(p []byte) (int, error) { return len(p), nil }`, body: `b, err := io.ReadAll(endless{})
	return len(b), err`},
		{name: "native: io.ReadAll of a reader that gives nothing", want: or(refused), imports: []string{"io"}, declarations: `type stuck struct{}

func (stuck) Read(p []byte) (int, error) { return 0, nil }`, body: `b, err := io.ReadAll(stuck{})
	return len(b), err`},
		{name: "native: io.ReadAll of a reader that lies", want: or(refused), imports: []string{"io"}, declarations: `type liar struct{}

func (liar) Read(p []byte) (int, error) { return 1 << 40, nil }`, body: `b, err := io.ReadAll(liar{})
	return len(b), err`},
		{name: "native: strings.IndexFunc over much", want: limit, imports: []string{"strings"}, body: `s := strings.Repeat("x", 1_000_000)
	for {
		strings.IndexFunc(s, func(r rune) bool { return false })
	}`},
		{name: "native: strings.Index, quadratic", want: limit, imports: []string{"strings"}, body: `s := strings.Repeat("a", 1_000_000)
	for {
		strings.Count(s, strings.Repeat("a", 500_000)+"b")
	}`},
		{name: "native: hashes of much", want: limit, imports: []string{"crypto/sha512"}, body: `b := make([]byte, 8<<20)
	for {
		sha512.Sum512(b)
	}`},
		{name: "native: a regular expression that backtracks elsewhere", want: or(sandbox.OK), imports: []string{"regexp", "strings"}, body: `re := regexp.MustCompile("(a+)+$")
	return re.MatchString(strings.Repeat("a", 100_000) + "b"), nil`},
		{name: "native: a regular expression of many instructions", want: limit, imports: []string{"regexp", "strings"}, body: `re := regexp.MustCompile("(a?){1000}(a*)*b")
	return re.MatchString(strings.Repeat("a", 100_000)), nil`},
		{name: "native: a regular expression of nested repetition", want: limit, imports: []string{"regexp"}, body: `re := regexp.MustCompile("((((a{100}){100}){100}){100}){100}")
	return re.MatchString("a"), nil`},
		{name: "native: a regular expression again and again", want: limit, imports: []string{"regexp", "strings"}, body: `re := regexp.MustCompile("(x|y|z)*w")
	s := strings.Repeat("xyz", 30_000)
	for {
		re.MatchString(s)
	}`},
		{name: "native: a regular expression that finds everything", want: limit, imports: []string{"regexp", "strings"}, body: `re := regexp.MustCompile("")
	s := strings.Repeat("x", 900_000)
	var all [][]string
	for {
		all = append(all, re.FindAllString(s, -1))
	}`},
		{name: "native: a large JSON document", want: limit, imports: []string{"encoding/json", "strings"}, body: `s := []byte("[" + strings.Repeat("{},", 300_000) + "{}]")
	var all []any
	for {
		var v any
		if err := json.Unmarshal(s, &v); err != nil {
			return nil, err
		}
		all = append(all, v)
	}`},
		{name: "native: a deep JSON document", want: or(sandbox.OK), imports: []string{"encoding/json", "strings"}, body: `var v any
	err := json.Unmarshal([]byte(strings.Repeat("[", 1_000_000)), &v)
	return err == nil, nil`},
		{name: "native: numbers of a million digits", want: or(sandbox.OK), imports: []string{"strconv", "strings"}, body: `n := 0
	for {
		if _, err := strconv.ParseFloat(strings.Repeat("1", 900_000), 64); err != nil {
			n++
		}
	}`},
		{name: "native: JSON of deep values", want: limit, imports: []string{"encoding/json"}, limits: sandbox.Limits{Operations: 50_000_000}, slow: true, body: `var v any
	for i := 0; i < 1_000_000; i++ {
		v = []any{v}
	}
	b, err := json.Marshal(v)
	return len(b), err`},
		{name: "native: fmt of deep values", want: limit, imports: []string{"fmt"}, limits: sandbox.Limits{Operations: 50_000_000}, slow: true, body: `var v any
	for i := 0; i < 1_000_000; i++ {
		v = []any{v}
	}
	return len(fmt.Sprint(v)), nil`},
		{name: "native: deep values as the response", want: limit, limits: sandbox.Limits{Operations: 50_000_000}, slow: true, body: `var v any
	for i := 0; i < 1_000_000; i++ {
		v = []any{v}
	}
	return v, nil`},
		{name: "native: deep values in the log", want: or(sandbox.OK), limits: sandbox.Limits{Operations: 50_000_000}, slow: true, body: `var v any
	for i := 0; i < 1_000_000; i++ {
		v = []any{v}
	}
	ctx.Log.Info("deep", "value", v)
	return nil, nil`},
		{name: "native: fmt of a map that holds itself", want: limit, imports: []string{"fmt"}, body: `m := map[string]any{}
	m["self"] = m
	return fmt.Sprint(m), nil`},
		{name: "native: fmt of a slice that holds itself", want: limit, imports: []string{"fmt"}, body: `s := []any{nil}
	s[0] = s
	return fmt.Sprint(s), nil`},
		{name: "native: JSON of a pointer cycle", want: limit, imports: []string{"encoding/json"}, declarations: `type node struct {
	Next *node
}`, body: `n := &node{}
	n.Next = n
	b, err := json.Marshal(n)
	return b, err`},
		{name: "native: a value that holds itself as the response", want: limit, body: `m := map[string]any{}
	m["self"] = m
	return m, nil`},
		{name: "native: a panic with a value that holds itself", want: or(sandbox.DepthLimit), body: `m := map[string]any{}
	m["self"] = m
	panic(m)`},
		{name: "native: a value that holds itself in the log", want: or(sandbox.OK), body: `m := map[string]any{}
	m["self"] = m
	ctx.Log.Info("cycle", "value", m)
	return nil, nil`},
		{name: "native: JSON of shared values", want: limit, imports: []string{"encoding/json"}, body: `var v any = 1
	for i := 0; i < 60; i++ {
		v = []any{v, v}
	}
	b, err := json.Marshal(v)
	return len(b), err`},
		{name: "native: fmt of shared values", want: limit, imports: []string{"fmt"}, body: `var v any = 1
	for i := 0; i < 60; i++ {
		v = []any{v, v}
	}
	return len(fmt.Sprint(v)), nil`},
		{name: "native: comparison of shared values", want: or(refused, sandbox.DepthLimit), body: `var a, b any = 1, 1
	for i := 0; i < 60; i++ {
		a, b = [2]any{a, a}, [2]any{b, b}
	}
	return a == b, nil`},
		{name: "native: shared values as a map key", want: or(refused), body: `var v any = 1
	for i := 0; i < 60; i++ {
		v = [2]any{v, v}
	}
	m := map[any]int{}
	m[v] = 1
	return len(m), nil`},
		{name: "native: shared values in a switch", want: or(refused), body: `var a, b any = 1, 1
	for i := 0; i < 60; i++ {
		a, b = [2]any{a, a}, [2]any{b, b}
	}
	switch a {
	case b:
		return 1, nil
	}
	return 2, nil`},
		{name: "native: errors.Is of shared values", want: or(refused, sandbox.OK), imports: []string{"errors", "fmt"}, body: `err := errors.New("x")
	for i := 0; i < 40; i++ {
		err = fmt.Errorf("%w %w", err, err)
	}
	return errors.Is(err, errors.New("y")), nil`},
		{name: "native: errors.Join of shared values", want: or(refused, sandbox.OK), imports: []string{"errors"}, body: `err := errors.New("x")
	for i := 0; i < 40; i++ {
		err = errors.Join(err, err)
	}
	return len(err.Error()), nil`},
		{name: "native: time.Parse of odd layouts", want: or(sandbox.OK), imports: []string{"strings", "time"}, body: `n := 0
	for {
		if _, err := time.Parse(strings.Repeat("2006", 100_000), "x"); err != nil {
			n++
		}
	}`},
		{name: "native: time.Format of a large layout", want: limit, imports: []string{"strings", "time"}, body: `layout := strings.Repeat("Monday", 150_000)
	var all []string
	for {
		all = append(all, time.Now().Format(layout))
	}`},
		{name: "native: url.Parse and back", want: limit, imports: []string{"net/url", "strings"}, body: `long := "http://h/?" + strings.Repeat("a=%25&", 150_000)
	var all []url.Values
	for {
		u, err := url.Parse(long)
		if err != nil {
			return nil, err
		}
		all = append(all, u.Query())
	}`},
	}
}

// waits never end by themselves.
func waits() []attack {
	timeout := []sandbox.Outcome{sandbox.Timeout}
	deadlock := []sandbox.Outcome{sandbox.Failed, sandbox.Timeout, refused}
	return []attack{
		{name: "wait: time.Sleep for an hour", want: timeout, limits: deadline(), imports: []string{"time"}, body: `time.Sleep(time.Hour)
	return nil, nil`},
		{name: "wait: time.Sleep in a loop", want: timeout, limits: deadline(), imports: []string{"time"}, body: `for {
		time.Sleep(time.Millisecond)
	}`},
		{name: "wait: time.Sleep in a deferred function", want: timeout, limits: deadline(), imports: []string{"time"}, body: `defer time.Sleep(time.Hour)
	return nil, nil`},
		{name: "wait: time.Sleep that recovers", want: timeout, limits: deadline(), slow: true, imports: []string{"time"}, declarations: `func nap() {
	defer func() {
		recover()
	}()
	time.Sleep(time.Hour)
}`, body: `for {
		nap()
	}`},
		{name: "wait: time.Sleep in a callback", want: timeout, limits: deadline(), imports: []string{"sort", "time"}, body: `sort.Slice([]int{2, 1, 3}, func(i, j int) bool {
		time.Sleep(time.Hour)
		return true
	})
	return nil, nil`},
		{name: "wait: the longest time.Sleep", want: timeout, limits: deadline(), imports: []string{"time"}, body: `time.Sleep(1<<63 - 1)
	return nil, nil`},
		{name: "wait: busy until a time", want: timeout, limits: deadline(), imports: []string{"time"}, body: `end := time.Now().Add(time.Hour)
	for time.Now().Before(end) {
	}
	return nil, nil`},
		{name: "wait: lock twice", want: deadlock, limits: deadline(), imports: []string{"sync"}, body: `var mu sync.Mutex
	mu.Lock()
	mu.Lock()
	return nil, nil`},
		{name: "wait: unlock twice", want: deadlock, limits: deadline(), imports: []string{"sync"}, body: `var mu sync.Mutex
	mu.Lock()
	mu.Unlock()
	mu.Unlock()
	return nil, nil`},
		{name: "wait: lock while reading", want: deadlock, limits: deadline(), imports: []string{"sync"}, body: `var mu sync.RWMutex
	mu.RLock()
	mu.Lock()
	return nil, nil`},
		{name: "wait: WaitGroup with nobody", want: deadlock, limits: deadline(), imports: []string{"sync"}, body: `var group sync.WaitGroup
	group.Add(1)
	group.Wait()
	return nil, nil`},
		{name: "wait: WaitGroup below zero", want: deadlock, limits: deadline(), imports: []string{"sync"}, body: `var group sync.WaitGroup
	group.Done()
	return nil, nil`},
		{name: "wait: Once in itself", want: append(deadlock, sandbox.DepthLimit), limits: deadline(), imports: []string{"sync"}, body: `var once sync.Once
	var f func()
	f = func() { once.Do(f) }
	once.Do(f)
	return nil, nil`},
		{name: "wait: a lock that is kept between requests", want: []sandbox.Outcome{sandbox.OK, sandbox.Failed}, imports: []string{"sync"}, declarations: `var mu sync.Mutex`, body: `mu.Lock()
	return nil, nil`},
		{name: "wait: a channel", want: []sandbox.Outcome{refused}, body: `c := make(chan int)
	return <-c, nil`},
		{name: "wait: a nil channel", want: []sandbox.Outcome{refused}, body: `var c chan int
	c <- 1
	return nil, nil`},
		{name: "wait: select of nothing", want: []sandbox.Outcome{refused}, body: `select {}`},
	}
}
