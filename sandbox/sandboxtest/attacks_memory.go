package sandboxtest

import (
	"time"

	"github.com/picloud/picloud/sandbox"
)

// allocations take more and more memory, or much of it at once.
func allocations() []attack {
	memory := []sandbox.Outcome{sandbox.MemoryLimit, sandbox.Crashed}
	// Slow growth may meet another limit first where memory is looked at now
	// and then only.
	growth := []sandbox.Outcome{sandbox.MemoryLimit, sandbox.Crashed, sandbox.OperationLimit, sandbox.Timeout}
	endless := sandbox.Limits{Operations: 1 << 40, Timeout: 10 * time.Second}
	slowly := sandbox.Limits{Operations: 1 << 40, Timeout: 3 * time.Second}
	return []attack{
		{name: "memory: append a byte at a time", want: growth, limits: slowly, slow: true, body: `var b []byte
	for {
		b = append(b, 'x')
	}`},
		{name: "memory: append that doubles", want: memory, limits: endless, body: `b := make([]byte, 1024)
	for {
		b = append(b, b...)
	}`},
		{name: "memory: append of a mebibyte at a time", want: memory, limits: endless, declarations: touch, body: `var list [][]byte
	for {
		list = append(list, touched(1<<20))
	}`},
		{name: "memory: make 1<<33", want: memory, body: `return len(make([]byte, 1<<33)), nil`},
		{name: "memory: make 1<<40", want: append(memory, sandbox.Failed), body: `return len(make([]byte, 1<<40)), nil`},
		{name: "memory: make 1<<62", want: append(memory, sandbox.Failed), body: `n := 1 << 62
	return len(make([]byte, n)), nil`},
		{name: "memory: make with a negative length", want: append(memory, sandbox.Failed), body: `n := -1
	return len(make([]byte, n)), nil`},
		{name: "memory: make with a huge capacity", want: append(memory, sandbox.Failed), body: `return cap(make([]int64, 0, 1<<32)), nil`},
		{name: "memory: make of a map for many", want: append(memory, sandbox.Failed), body: `m := make(map[int]int, 1<<31)
	return len(m), nil`},
		{name: "memory: make of wide elements", want: append(memory, sandbox.Failed), body: `n := 1 << 20
	return len(make([][4096]byte, n)), nil`},
		{name: "memory: many of moderate size", want: memory, limits: endless, declarations: touch, body: `m := map[int][]byte{}
	for i := 0; ; i++ {
		m[i] = touched(60_000)
	}`},
		{name: "memory: garbage is not memory", want: []sandbox.Outcome{sandbox.OK}, limits: endless, declarations: touch, body: `n := 0
	for i := 0; i < 1000; i++ {
		n += len(touched(1 << 20))
	}
	return n, nil`},
		{name: "memory: a string that doubles", want: append(memory, sandbox.Failed), limits: endless, body: `s := "0123456789abcdef"
	for {
		s += s
	}`},
		{name: "memory: a string that grows", want: growth, limits: slowly, slow: true, body: `s := ""
	for {
		s += "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
	}`},
		{name: "memory: a map that grows", want: growth, limits: slowly, slow: true, body: `m := map[int]int{}
	for i := 0; ; i++ {
		m[i] = i
	}`},
		{name: "memory: a map of strings", want: growth, limits: slowly, slow: true, imports: []string{"strconv"}, body: `m := map[string]string{}
	for i := 0; ; i++ {
		m[strconv.Itoa(i)] = "value " + strconv.Itoa(i)
	}`},
		{name: "memory: a linked list", want: memory, limits: endless, slow: true, declarations: `type node struct {
	next *node
	pad  [32]int
}`, body: `var first *node
	for {
		first = &node{next: first}
	}`},
		{name: "memory: nested slices", want: growth, limits: slowly, slow: true, body: `var v any
	for {
		v = []any{v, v, v, v}
	}`},
		{name: "memory: closures that keep", want: memory, limits: endless, declarations: touch, body: `var list []func() int
	for {
		b := touched(100_000)
		list = append(list, func() int { return len(b) })
	}`},
		{name: "memory: kept by a deferred call", want: append(memory, sandbox.OperationLimit), limits: endless, declarations: touch, body: `for {
		b := touched(100_000)
		defer func() { b[0] = 1 }()
	}`},
		{name: "memory: kept in a global variable", want: memory, limits: endless, declarations: "var kept [][]byte\n\n" + touch, body: `for {
		kept = append(kept, touched(1<<20))
	}`},
		{name: "memory: each level of a recursion keeps", want: []sandbox.Outcome{sandbox.MemoryLimit, sandbox.Crashed, sandbox.DepthLimit}, declarations: touch + `

func down(n int) int {
	b := touched(1 << 20)
	return down(n+1) + len(b)
}`, body: `return down(0), nil`},
		{name: "memory: an array by value", want: []sandbox.Outcome{sandbox.DepthLimit, sandbox.MemoryLimit, sandbox.Crashed, refused}, declarations: `func pass(a [60000]int) int {
	return pass(a) + a[0]
}`, body: `var a [60000]int
	return pass(a), nil`},
		{name: "memory: strings.Builder", want: append(memory, sandbox.Failed), limits: endless, imports: []string{"strings"}, body: `var b strings.Builder
	for {
		b.WriteString("0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef")
	}`},
		{name: "memory: strings.Builder.Grow", want: append(memory, sandbox.Failed), imports: []string{"strings"}, body: `var b strings.Builder
	b.Grow(1 << 40)
	return b.Cap(), nil`},
		{name: "memory: bytes.Buffer", want: append(memory, sandbox.Failed), limits: endless, imports: []string{"bytes"}, declarations: touch, body: `var b bytes.Buffer
	for {
		b.Write(touched(100_000))
	}`},
		{name: "memory: bytes.Buffer that writes to itself", want: append(memory, sandbox.Failed), limits: endless, imports: []string{"bytes"}, body: `var b bytes.Buffer
	b.WriteString("x")
	for {
		b.Write(b.Bytes())
	}`},
		{name: "memory: url.Values", want: memory, limits: endless, slow: true, imports: []string{"net/url", "strings"}, body: `v := url.Values{}
	for {
		v.Add("key", strings.Repeat("x", 100_000))
	}`},
		{name: "memory: container/list", want: memory, limits: endless, imports: []string{"container/list"}, declarations: touch, body: `l := list.New()
	for {
		l.PushBack(touched(100_000))
	}`},
		{name: "memory: a tower of wrapped errors", want: []sandbox.Outcome{sandbox.MemoryLimit, sandbox.Crashed, sandbox.Failed, sandbox.OperationLimit, sandbox.Timeout}, limits: sandbox.Limits{Timeout: 2 * time.Second}, slow: true, imports: []string{"errors", "fmt"}, body: `err := errors.New("first")
	for {
		err = fmt.Errorf("again: %w", err)
	}`},
	}
}

// touch is a function that allocates memory and writes to each page of it, as
// only memory that was written to takes room.
const touch = `func touched(n int) []byte {
	b := make([]byte, n)
	for i := 0; i < n; i += 4096 {
		b[i] = 1
	}
	return b
}`

// amplifications make much out of little, in one call.
func amplifications() []attack {
	limit := []sandbox.Outcome{sandbox.MemoryLimit, sandbox.Crashed, sandbox.Failed, sandbox.OperationLimit}
	return []attack{
		{name: "amplification: strings.Repeat", want: limit, imports: []string{"strings"}, body: `return len(strings.Repeat("x", 1<<33)), nil`},
		{name: "amplification: strings.Repeat 1<<40", want: limit, imports: []string{"strings"}, body: `return len(strings.Repeat("0123456789abcdef", 1<<40)), nil`},
		{name: "amplification: bytes.Repeat", want: limit, imports: []string{"bytes"}, body: `return len(bytes.Repeat([]byte("0123456789abcdef"), 1<<36)), nil`},
		{name: "amplification: strings.ReplaceAll", want: limit, imports: []string{"strings"}, body: `s := strings.Repeat("a", 1_000_000)
	return len(strings.ReplaceAll(s, "a", s)), nil`},
		{name: "amplification: strings.NewReplacer", want: limit, imports: []string{"strings"}, body: `s := strings.Repeat("a", 1_000_000)
	return len(strings.NewReplacer("a", s).Replace(s)), nil`},
		{name: "amplification: strings.Join", want: limit, imports: []string{"strings"}, body: `return len(strings.Join(make([]string, 60_000), strings.Repeat("x", 1_000_000))), nil`},
		{name: "amplification: strings.Split", want: limit, imports: []string{"strings"}, body: `var lists [][]string
	for {
		lists = append(lists, strings.Split(strings.Repeat("x", 60_000), ""))
	}`},
		{name: "amplification: strings.Map", want: append(limit, sandbox.OK), imports: []string{"strings"}, body: `s := strings.Repeat("a", 1_000_000)
	for i := 0; i < 3; i++ {
		s = strings.Map(func(r rune) rune { return '\U0001F642' }, s)
	}
	return len(s), nil`},
		{name: "amplification: fmt with a width", want: append(limit, sandbox.OK), imports: []string{"fmt"}, body: `return len(fmt.Sprintf("%1000000d %999999999d", 1, 2)), nil`},
		{name: "amplification: fmt with a width of an argument", want: append(limit, sandbox.OK), imports: []string{"fmt"}, body: `return len(fmt.Sprintf("%*d", 1<<30, 1)), nil`},
		{name: "amplification: fmt with a precision", want: append(limit, sandbox.OK), imports: []string{"fmt"}, body: `return len(fmt.Sprintf("%.999999999f", 1.5)), nil`},
		{name: "amplification: fmt of one argument again and again", want: append(limit, sandbox.OK), imports: []string{"fmt", "strings"}, body: `s := strings.Repeat("x", 1_000_000)
	return len(fmt.Sprintf(strings.Repeat("%[1]s", 800), s)), nil`},
		{name: "amplification: strconv.FormatFloat", want: limit, imports: []string{"strconv"}, body: `return len(strconv.FormatFloat(1e300, 'f', 1_000_000_000, 64)), nil`},
		{name: "amplification: strconv.Quote", want: append(limit, sandbox.OK), imports: []string{"strconv", "strings"}, body: `s := strings.Repeat("\x00", 1_000_000)
	for i := 0; i < 8; i++ {
		s = strconv.Quote(s)
	}
	return len(s), nil`},
		{name: "amplification: json.MarshalIndent", want: limit, imports: []string{"encoding/json", "strings"}, body: `list := make([]int, 100_000)
	b, err := json.MarshalIndent(list, "", strings.Repeat(" ", 1_000_000))
	return len(b), err`},
		{name: "amplification: json.MarshalIndent of deep values", want: limit, imports: []string{"encoding/json"}, body: `var v any
	for i := 0; i < 900; i++ {
		v = []any{v, 1, 2, 3, 4, 5, 6, 7, 8, 9}
	}
	n := 0
	for {
		b, err := json.MarshalIndent(v, "", "                                                                ")
		if err != nil {
			return n, err
		}
		n += len(b)
	}`},
		{name: "amplification: base64 of base64", want: limit, limits: sandbox.Limits{Operations: 1 << 40}, imports: []string{"encoding/base64"}, body: `s := "0123456789abcdef"
	for {
		s = base64.StdEncoding.EncodeToString([]byte(s + s))
	}`},
		{name: "amplification: hex of hex", want: limit, limits: sandbox.Limits{Operations: 1 << 40}, imports: []string{"encoding/hex"}, body: `s := "0123456789abcdef"
	for {
		s = hex.EncodeToString([]byte(s))
	}`},
		{name: "amplification: html.EscapeString", want: limit, limits: sandbox.Limits{Operations: 1 << 40}, imports: []string{"html"}, body: `s := "&&&&&&&&&&&&&&&&"
	for {
		s = html.EscapeString(s + s)
	}`},
		{name: "amplification: url.QueryEscape", want: limit, limits: sandbox.Limits{Operations: 1 << 40}, imports: []string{"net/url"}, body: `s := "%%%%%%%%%%%%%%%%"
	for {
		s = url.QueryEscape(s + s)
	}`},
		{name: "amplification: rand.Perm", want: limit, imports: []string{"math/rand"}, body: `return len(rand.Perm(1 << 34)), nil`},
		{name: "amplification: the returned value as JSON", want: append(limit, sandbox.ResponseLimit), body: `v := []any{"0123456789abcdef"}
	for i := 0; i < 40; i++ {
		v = []any{v, v}
	}
	return v, nil`},
	}
}
