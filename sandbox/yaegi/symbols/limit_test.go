package symbols

import (
	"errors"
	"runtime"
	"strings"
	"testing"
	"time"
)

// outcome runs a script's function and returns what it panicked with.
func outcome(t *testing.T, h Host, imports, body string) (value, panicked any) {
	t.Helper()
	defer func() { panicked = recover() }()
	return run(t, h, "package main\nimport ("+imports+")\nfunc F() any {\n"+body+"\n}\n"), nil
}

func TestExports_CapWhatACallMakes(t *testing.T) {
	t.Parallel()
	const mib = `s := strings.Repeat("ab", 1<<19); `
	tests := []struct{ name, imports, body, want string }{
		{"repeat", `"strings"`, `return strings.Repeat("ab", 1<<40)`, "strings.Repeat: result over 1 MiB"},
		{"repeat overflow", `"strings"`, `return strings.Repeat("abcd", 1<<62)`, "strings.Repeat: result over 1 MiB"},
		{"bytes repeat", `"bytes"`, `return bytes.Repeat([]byte("ab"), 1<<40)`, "bytes.Repeat: result over 1 MiB"},
		{"replace all", `"strings"`, mib + `return strings.ReplaceAll(s, "a", "xx")`, "strings.ReplaceAll: result over 1 MiB"},
		{"replace empty", `"strings"`, mib + `return strings.Replace(s, "", "xx", -1)`, "strings.Replace: result over 1 MiB"},
		{"bytes replace", `"bytes"; "strings"`, mib + `return bytes.ReplaceAll([]byte(s), []byte("a"), []byte("xx"))`, "bytes.ReplaceAll: result over 1 MiB"},
		{"to valid", `"strings"`, `return strings.ToValidUTF8(strings.Repeat("a\xff", 1<<18), "0123456789")`, "strings.ToValidUTF8: result over 1 MiB"},
		{"join", `"strings"`, mib + `return strings.Join([]string{s, s}, "")`, "strings.Join: result over 1 MiB"},
		{"join separators", `"strings"`, mib + `return strings.Join(make([]string, 1000), s)`, "strings.Join: result over 1 MiB"},
		{"split", `"strings"`, mib + `return len(strings.Split(s, ""))`, "strings.Split: more than 65536 parts"},
		{"split n", `"strings"`, mib + `return len(strings.SplitN(s, "", 1<<60))`, "strings.SplitN: more than 65536 parts"},
		{"fields", `"strings"`, `return len(strings.Fields(strings.Repeat("a ", 1<<18)))`, "strings.Fields: more than 65536 parts"},
		{"fields func", `"strings"; "unicode"`, `return len(strings.FieldsFunc(strings.Repeat("a ", 1<<18), unicode.IsSpace))`, "strings.FieldsFunc: more than 65536 parts"},
		{"replacer", `"strings"`, mib + `return strings.NewReplacer("a", s).Replace("aaa")`, "strings.Replacer.Replace: result over 1 MiB"},
		{"builder", `"strings"`, mib + `var b strings.Builder; for i := 0; i < 100; i++ { b.WriteString(s) }; return b.Len()`, "strings.Builder.WriteString: content over 16 MiB"},
		{"builder grow", `"strings"`, `var b strings.Builder; b.Grow(1<<40); return 0`, "strings.Builder.Grow: content over 16 MiB"},
		{"buffer", `"bytes"; "strings"`, mib + `var b bytes.Buffer; for i := 0; i < 100; i++ { b.WriteString(s) }; return b.Len()`, "bytes.Buffer.WriteString: content over 16 MiB"},
		{"buffer grow", `"bytes"`, `var b bytes.Buffer; b.Grow(1<<40); return 0`, "bytes.Buffer.Grow: content over 16 MiB"},
		{"quote", `"strconv"; "strings"`, mib + `return strconv.Quote(s + "x")`, "strconv.Quote: text over 1 MiB"},
		{"precision", `"strconv"`, `return strconv.FormatFloat(1, 'f', 100000000, 64)`, "strconv.FormatFloat: precision over 400"},
		{"escape", `"html"; "strings"`, `return html.EscapeString(strings.Repeat("&", 1<<19))`, "html.EscapeString: result over 1 MiB"},
		{"format", `"fmt"; "strings"`, `return fmt.Sprintf(strings.Repeat("x", 5000))`, "fmt.Sprintf: format over 4 KiB"},
		{"width", `"fmt"`, `return fmt.Sprintf("%1001d", 1)`, "fmt.Sprintf: width or precision over 1000"},
		{"huge width", `"fmt"`, `return fmt.Sprintf("%99999999999999999999d", 1)`, "fmt.Sprintf: width or precision over 1000"},
		{"precision verb", `"fmt"`, `return fmt.Sprintf("%.2000f", 1.5)`, "fmt.Sprintf: width or precision over 1000"},
		{"star", `"fmt"`, `return fmt.Sprintf("%*d", 100000, 1)`, "fmt.Sprintf: width or precision over 1000"},
		{"star precision", `"fmt"`, `return fmt.Sprintf("%.*f", 100000, 1.5)`, "fmt.Sprintf: width or precision over 1000"},
		{"star index", `"fmt"`, `return fmt.Sprintf("%[2]*[1]d", 1, 100000)`, "fmt.Sprintf: width or precision over 1000"},
		{"indexes", `"fmt"; "strings"`, `return fmt.Sprintf(strings.Repeat("%[1]s", 800), strings.Repeat("x", 1<<16))`, "fmt.Sprintf: result over 1 MiB"},
		{"sprint", `"fmt"; "strings"`, mib + `return fmt.Sprint(s, s)`, "fmt.Sprint: result over 1 MiB"},
		{"sprint hex", `"fmt"; "strings"`, mib + `return fmt.Sprintf("%x", []byte(s))`, "fmt.Sprintf: result over 1 MiB"},
		{"cycle", `"fmt"`, `m := map[string]any{}; m["m"] = m; return fmt.Sprint(m)`, "fmt.Sprint: value nested deeper than 1000 levels, or in itself"},
		{"slice cycle", `"fmt"`, `m := []any{nil}; m[0] = m; return fmt.Sprint(m)`, "fmt.Sprint: value nested deeper than 1000 levels, or in itself"},
		{"deep", `"fmt"`, `var x any; for i := 0; i < 5000; i++ { x = []any{x} }; return fmt.Sprint(x)`, "fmt.Sprint: value nested deeper than 1000 levels, or in itself"},
		{"doubling", `"fmt"`, `var x any; for i := 0; i < 60; i++ { x = [2]any{x, x} }; return fmt.Sprint(x)`, "fmt.Sprint: "},
		{"println", `"fmt"; "strings"`, mib + `fmt.Println(s, s); return 0`, "fmt.Println: result over 1 MiB"},
		{"json cycle", `"encoding/json"`, `m := map[string]any{}; m["m"] = m; json.Marshal(m); return 0`, "json.Marshal: value nested deeper than 1000 levels, or in itself"},
		{"json doubling", `"encoding/json"`, `var x any; for i := 0; i < 60; i++ { x = []any{x, x} }; json.Marshal(x); return 0`, "json.Marshal: "},
		{"json pointers", `"encoding/json"`, `type T struct { P *T }; t := &T{}; t.P = t; json.Marshal(t); return 0`, "json.Marshal: value nested deeper than 1000 levels, or in itself"},
		{"json large", `"encoding/json"; "strings"`, mib + `x := []string{}; for i := 0; i < 20; i++ { x = append(x, s) }; json.Marshal(x); return 0`, "json.Marshal: result over 16 MiB"},
		{"json escapes", `"encoding/json"; "strings"`, `s := strings.Repeat("<", 1<<20); json.Marshal([]string{s, s, s, s}); return 0`, "json.Marshal: result over 16 MiB"},
		{"json indent", `"encoding/json"; "strings"`, mib + `json.MarshalIndent(1, "", s); return 0`, "json.MarshalIndent: prefix or indent over 64 bytes"},
		{"json indent depth", `"encoding/json"; "strings"`, `var x any; for i := 0; i < 900; i++ { x = []any{x, 1} }
			json.MarshalIndent([]any{x, x, x, x}, "", strings.Repeat(" ", 64)); return 0`, "json.MarshalIndent: result over 16 MiB"},
		{"perm", `"math/rand"`, `return len(rand.Perm(1 << 34))`, "rand.Perm: more than 1000000 numbers"},
		{"perm of a source", `"math/rand"`, `return len(rand.New(rand.NewSource(1)).Perm(1 << 34))`, "rand.Perm: more than 1000000 numbers"},
		{"crypto rand", `"crypto/rand"`, `rand.Read(make([]byte, 1<<17)); return 0`, "rand.Read: more than 64 KiB"},
		{"regexp work", `"regexp"; "strings"`, mib + `return regexp.MustCompile("(a?){30}b").MatchString(s)`, "regexp.Regexp.MatchString: pattern of "},
		{"regexp matches", `"regexp"; "strings"`, mib + `return len(regexp.MustCompile("a").FindAllString(s, -1))`, "regexp.Regexp.FindAllString: more than 65536 parts"},
		{"regexp replace", `"regexp"; "strings"`, `s := strings.Repeat("a", 1<<15); return regexp.MustCompile("a").ReplaceAllString(s, strings.Repeat("x", 100))`, "regexp.Regexp.ReplaceAllString: result over 1 MiB"},
		{"regexp expand", `"regexp"; "strings"`, `s := strings.Repeat("a", 1<<15); return regexp.MustCompile("a+").ReplaceAllString(s, strings.Repeat("$0", 100))`, "regexp.Regexp.ReplaceAllString: result over 1 MiB"},
		{"read all", `"io"`, `return F1()
			}
			type zero struct{}
			func (zero) Read(p []byte) (int, error) { return len(p), nil }
			func F1() any { b, _ := io.ReadAll(zero{}); return len(b)`, "io.ReadAll: content over 16 MiB"},
		{"joined errors", `"errors"`, `e := errors.New("x"); for i := 0; i < 60; i++ { e = errors.Join(e, e) }; return e`, "errors.Join: more than 4096 errors in one"},
		{"wrapped errors", `"errors"; "fmt"`, `e := errors.New(""); for i := 0; i < 60; i++ { e = fmt.Errorf("%w%w", e, e) }; return e`, "fmt.Errorf: more than 4096 errors in one"},
		{"error text", `"errors"; "fmt"; "strings"`, mib + `e := errors.New(s); return fmt.Sprint(e, e)`, "fmt.Sprint: result over 1 MiB"},
		{"joined text", `"errors"; "strings"`, mib + `e := errors.New(s); return errors.Join(e, e).Error()`, "errors.Join: text over 1 MiB"},
		{"mutex", `"sync"`, `var mu sync.Mutex; mu.Lock(); mu.Lock(); return 0`, "sync: Lock of a locked Mutex would wait for ever"},
		{"unlock", `"sync"`, `var mu sync.Mutex; mu.Unlock(); return 0`, "sync: unlock of unlocked mutex"},
		{"wait", `"sync"`, `var wg sync.WaitGroup; wg.Add(1); wg.Wait(); return 0`, "sync: WaitGroup.Wait would wait for ever"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			value, panicked := outcome(t, &recorder{}, tt.imports, tt.body)
			text, _ := panicked.(string)
			if err, ok := panicked.(error); ok {
				text = err.Error()
			}
			if panicked == nil || !strings.HasPrefix(text, tt.want) {
				t.Errorf("got %.100v, panic %v, want %q", value, panicked, tt.want)
			}
		})
	}
}

func TestRegexp_RefusesPatternsOverTheCaps(t *testing.T) {
	t.Parallel()
	for _, pattern := range []string{strings.Repeat("a", 513), "((a{10}){10}){10}((a{10}){10}){10}"} {
		_, err := compile(&recorder{}, pattern)
		if _, ok := errors.AsType[*LimitError](err); !ok {
			t.Errorf("%.20s...: the error is %v", pattern, err)
		}
	}
}

// Native work that takes long is charged for, before it is done.
func TestExports_ChargeForWorkThatGrows(t *testing.T) {
	t.Parallel()
	const long = `s := strings.Repeat("ab", 1<<18); `
	tests := []struct{ name, imports, body string }{
		{"upper", `"strings"`, long + `return len(strings.ToUpper(s))`},
		{"cutset", `"strings"`, long + `return strings.IndexAny(s, s)`},
		{"bytes", `"bytes"; "strings"`, long + `return bytes.Equal([]byte(s), []byte(s))`},
		{"sort", `"sort"; "strings"`, long + `sort.Strings(make([]string, 100000)); return len(s)`},
		{"hash", `"crypto/sha256"; "strings"`, long + `return len(sha256.Sum256([]byte(s)))`},
		{"hash writes", `"hash/fnv"; "strings"`, long + `h := fnv.New64(); h.Write([]byte(s)); return h.Sum64()`},
		{"base64", `"encoding/base64"; "strings"`, long + `return len(base64.StdEncoding.EncodeToString([]byte(s)))`},
		{"regexp", `"regexp"; "strings"`, long + `return regexp.MustCompile("x").MatchString(s)`},
		{"json", `"encoding/json"; "strings"`, long + `b, _ := json.Marshal(s); return len(b)`},
		{"unmarshal", `"encoding/json"; "strings"`, long + `var x any; err := json.Unmarshal([]byte(s), &x); return err`},
		{"fmt", `"fmt"; "strings"`, long + `return len(fmt.Sprint(s))`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var base, r recorder
			if _, p := outcome(t, &base, `"strings"`, long+"return len(s)"); p != nil {
				t.Fatal(p)
			}
			if _, p := outcome(t, &r, tt.imports, tt.body); p != nil {
				t.Fatal(p)
			}
			if r.ops < base.ops+(1<<19)/64 {
				t.Errorf("%d operations were charged, %d of them for the input", r.ops, base.ops)
			}
		})
	}
}

const stringers = `
type S struct{ N int }
func (s *S) String() string { return strings.ToUpper(strings.Repeat("x", 1<<19)) }
type E struct{ N int }
func (e *E) Error() string { return strings.ToUpper(strings.Repeat("x", 1<<19)) }
func (e *E) MarshalJSON() ([]byte, error) { return []byte(e.Error()), nil }
`

// When the host ends the execution inside of a method that native code called,
// nothing on the way stops that.
func TestExports_PassOnTheHostsPanic(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, body string }{
		{"stringer", `fmt.Sprint(&S{}); return 1`},
		{"printf", `return fmt.Sprintf("%s|%d", &S{}, 1)`},
		{"error", `return fmt.Errorf("%w", &E{})`},
		{"nested", `var e error = &E{}; return fmt.Sprint([]error{e})`},
		{"marshaler", `json.Marshal(&E{}); return 1`},
		{"once", `var once sync.Once; once.Do(func() { fmt.Sprint(&S{}) }); return 1`},
		{"once func", `sync.OnceFunc(func() { fmt.Sprint(&S{}) })(); return 1`},
	}
	for _, tt := range tests {
		source := "package main\nimport (\"encoding/json\"; \"fmt\"; \"strings\"; \"sync\")\n" + stringers +
			"var _ = json.Valid\nvar _ fmt.State\nvar _ sync.Mutex\nfunc F() any {\n" + tt.body + "\n}\n"
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			defer func() {
				if r := recover(); r != (overBudget{}) {
					t.Errorf("recovered %v", r)
				}
			}()
			got := run(t, &recorder{budget: 100}, source)
			t.Errorf("got %.100v", got)
		})
		t.Run(tt.name+" by Goexit", func(t *testing.T) {
			t.Parallel()
			var recovered any
			returned := false
			done := make(chan struct{})
			go func() {
				defer close(done)
				defer func() { recovered = recover() }()
				run(t, exiting{}, source)
				returned = true
			}()
			<-done
			if returned || recovered != nil {
				t.Errorf("returned %v, recovered %v", returned, recovered)
			}
		})
	}
}

// exiting is a host that ends the execution at the first charge.
type exiting struct{}

func (exiting) Charge(ops int64) {
	if ops > 100 {
		runtime.Goexit()
	}
}
func (exiting) Allocate(int64)      {}
func (exiting) Print(string)        {}
func (exiting) Sleep(time.Duration) {}

func TestExports_ReportPrintsAndSleeps(t *testing.T) {
	t.Parallel()
	r := &recorder{}
	got := run(t, r, `package main
import ("fmt"; "time")
func F() any {
	n, err := fmt.Println("a", 1)
	fmt.Printf("%d%%\n", 5)
	fmt.Print("x", "y")
	time.Sleep(2 * time.Second)
	return fmt.Sprint(n, err)
}`)
	if got != "4 <nil>" || r.printed.String() != "a 1\n5%\nxy" || r.slept != 2*time.Second {
		t.Errorf("got %q, printed %q, slept %v", got, r.printed.String(), r.slept)
	}
}
