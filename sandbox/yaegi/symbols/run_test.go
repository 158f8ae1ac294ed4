package symbols

import "testing"

// What scripts do with the exposed packages gives what Go gives.
func TestExports_BehaveAsInGo(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, imports, body string
		want                any
	}{
		{"strings", `"strings"`, `var b strings.Builder
			b.WriteString("a"); b.WriteByte('b'); b.WriteRune('é')
			p := &b; p.WriteString("!")
			before, after, ok := strings.Cut("k=v", "=")
			if !ok { return "no" }
			return b.String() + strings.ToUpper(before+after) + strings.Join(strings.Split("1,2,3", ","), "+") +
				strings.Repeat("x", 3) + strings.NewReplacer("1", "one").Replace("1!") + strings.TrimFunc("  t ", func(r rune) bool { return r == ' ' })`,
			"abé!KV1+2+3xxxone!t"},
		{"builder in a struct", `"strings"`, `type T struct { b strings.Builder; n int }
			t := T{}; t.b.WriteString("x"); u := t; u.b.WriteString("y"); t.b.WriteString("z")
			return t.b.String() + u.b.String()`, "xzxy"},
		{"bytes", `"bytes"`, `var b bytes.Buffer
			b.WriteString("hello "); b.Write([]byte("world"))
			n := bytes.NewBufferString("x"); n.WriteByte('y')
			return b.String() + n.String() + string(bytes.ToUpper([]byte("z")))`, "hello worldxyZ"},
		{"buffer to fmt", `"bytes"; "fmt"; "strings"`, `var b bytes.Buffer
			fmt.Fprintf(&b, "%03d", 7)
			var s strings.Builder
			fmt.Fprint(&s, "a", 1, 2)
			fmt.Fprintln(&s, b.String())
			return s.String()`, "a1 2007\n"},
		{"sort and heap", `"sort"; "strings"`, `x := []int{3, 1, 2}
			sort.Ints(x); sort.Sort(sort.Reverse(sort.IntSlice(x)))
			y := []string{"b", "a"}; sort.Slice(y, func(i, j int) bool { return y[i] < y[j] })
			if x[0] != 3 || sort.SearchStrings(y, "b") != 1 { return "no" }
			return strings.Join(y, "")`, "ab"},
		{"errors", `"errors"; "fmt"; "io"`, `a := errors.New("a")
			w := fmt.Errorf("w: %w", a)
			j := errors.Join(w, io.EOF)
			if !errors.Is(j, a) || !errors.Is(j, io.EOF) || errors.Unwrap(w) != a || errors.Is(w, io.EOF) { return "no" }
			return j.Error()`, "w: a\nEOF"},
		{"io errors", `"io"; "strings"`, `r := strings.NewReader("abc")
			b, err := io.ReadAll(r)
			if err != nil { return err.Error() }
			_, err = r.ReadByte()
			if err == io.EOF { return string(b) }
			return "no"`, "abc"},
		{"time", `"time"`, `d := 90 * time.Minute
			t := time.Date(2024, time.March, 1, 12, 0, 0, 0, time.UTC).Add(d)
			loc, err := time.LoadLocation("Europe/Paris")
			if err != nil { return err.Error() }
			p, _ := time.Parse(time.RFC3339, "2024-03-01T13:30:00Z")
			if p != t { return "not equal" }
			return t.In(loc).Format(time.RFC3339) + d.String() + t.Weekday().String()`, "2024-03-01T14:30:00+01:001h30m0sFriday"},
		{"regexp", `"regexp"; "strings"`, `var re = regexp.MustCompile("(a+)(b*)")
			return re.ReplaceAllString("aab-a", "$2.$1") + strings.Join(re.FindAllString("aab-a", -1), "|") +
				re.ReplaceAllStringFunc("ab", func(s string) string { return strings.ToUpper(s) })`, "b.aa-.aaab|aAB"},
		{"encoding", `"encoding/base64"; "encoding/hex"; "encoding/base32"`, `e := base64.StdEncoding.EncodeToString([]byte("hi?>"))
			d, err := base64.RawURLEncoding.DecodeString("aGk_Pg")
			if err != nil { return err.Error() }
			return e + string(d) + hex.EncodeToString([]byte{1, 255}) + base32.StdEncoding.EncodeToString([]byte("a"))`, "aGk/Pg==hi?>01ffME======"},
		{"crypto", `"crypto/sha256"; "crypto/hmac"; "encoding/hex"; "hash/fnv"; "hash/crc32"; "crypto/md5"; "fmt"`, `m := hmac.New(sha256.New, []byte("k"))
			m.Write([]byte("msg"))
			s := sha256.Sum256([]byte("x"))
			f := fnv.New32a(); f.Write([]byte("a"))
			c := crc32.ChecksumIEEE([]byte("a"))
			c2 := crc32.Checksum([]byte("a"), crc32.MakeTable(crc32.IEEE))
			return hex.EncodeToString(m.Sum(nil))[:8] + hex.EncodeToString(s[:])[:8] + fmt.Sprint(f.Sum32(), c == c2) + fmt.Sprintf("%x", md5.Sum([]byte("a")))[:4]`,
			"bf1a0c122d711642" + "3826002220 true" + "0cc1"},
		{"math", `"math"; "math/bits"; "math/cmplx"; "fmt"`, `var u uint64 = math.MaxUint64
			var i int64 = math.MinInt64
			return fmt.Sprintf("%.3f %d %d %d %.1f %v", math.Sqrt(2)*math.Pi, u, i, bits.OnesCount(7), cmplx.Abs(3+4i), math.MaxInt8)`,
			"4.443 18446744073709551615 -9223372036854775808 3 5.0 127"},
		{"runes", `"unicode"; "unicode/utf8"; "strings"`, `r, n := utf8.DecodeRuneInString("\xff")
			if r != utf8.RuneError || n != 1 || !unicode.IsLetter('é') { return "no" }
			return strings.Map(unicode.ToUpper, "abc") + string(utf8.RuneError) + strings.TrimFunc(" x ", unicode.IsSpace)`, "ABC\uFFFDx"},
		{"url and html", `"net/url"; "html"; "path"`, `u, err := url.Parse("https://a.b/c?d=e")
			if err != nil { return err.Error() }
			v := url.Values{}; v.Set("q", "1 2")
			u.RawQuery = v.Encode()
			return u.String() + html.EscapeString("<b>") + path.Join("a", "../b")`, "https://a.b/c?q=1+2&lt;b&gt;b"},
		{"http", `"net/http"`, `h := http.Header{}
			h.Set("content-type", "x")
			c := &http.Cookie{Name: "n", Value: "v", SameSite: http.SameSiteLaxMode}
			return h.Get("Content-Type") + http.StatusText(http.StatusTeapot) + c.String() + http.MethodGet`,
			"xI'm a teapotn=v; SameSite=LaxGET"},
		{"json", `"encoding/json"`, `type T struct { A int ` + "`json:\"a\"`" + `; B []string; C map[string]any }
			b, err := json.Marshal(T{1, []string{"x"}, map[string]any{"k": nil}})
			if err != nil { return err.Error() }
			var u T
			if err := json.Unmarshal(b, &u); err != nil { return err.Error() }
			i, _ := json.MarshalIndent(u.B, "", " ")
			err = json.Unmarshal([]byte("{"), &u)
			return string(b) + u.B[0] + string(i) + err.Error()`,
			`{"a":1,"B":["x"],"C":{"k":null}}x[` + "\n \"x\"\n]unexpected end of JSON input"},
		{"sync", `"sync"`, `var mu sync.Mutex; var once sync.Once
			n := 0
			for i := 0; i < 3; i++ { mu.Lock(); once.Do(func() { n++ }); mu.Unlock() }
			return n`, 1},
		{"list", `"container/list"; "fmt"`, `l := list.New(); l.PushBack(1); l.PushFront("a")
			s := ""
			for e := l.Front(); e != nil; e = e.Next() { s += fmt.Sprint(e.Value) }
			return s`, "a1"},
		{"rand", `"math/rand"`, `r := rand.New(rand.NewSource(42))
			a := r.Intn(1000)
			if n := rand.Intn(10); n < 0 || n > 9 || len(rand.Perm(5)) != 5 { return "no" }
			rand.Shuffle(3, func(i, j int) {})
			return a`, 305},
		{"strconv", `"strconv"; "errors"`, `n, err := strconv.Atoi("12")
			_, err2 := strconv.Atoi("x")
			if err != nil || !errors.Is(err2, strconv.ErrSyntax) { return "no" }
			return strconv.Itoa(n) + strconv.Quote("é\n") + strconv.FormatFloat(1.5, 'f', 2, 64)`, `12"é\n"1.50`},
		{"sdk", `"github.com/picloud/picloud/sdk"`, `r := sdk.JSON(201, map[string]any{"a": 1})
			e := sdk.Error(404, "gone")
			if sdk.Version != "1.1" { return "version" }
			return string(r.Body) + e.Error() + sdk.Text(200, "t").Header.Get("Content-Type")`, `{"a":1}gonetext/plain; charset=utf-8`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := run(t, &recorder{}, "package main\nimport ("+tt.imports+")\nfunc F() any {\n"+tt.body+"\n}\n")
			if got != tt.want {
				t.Errorf("got  %q\nwant %q", got, tt.want)
			}
		})
	}
}

// Values of a script's types are formatted and encoded by their methods.
func TestExports_UseMethodsOfScriptTypes(t *testing.T) {
	t.Parallel()
	const decls = `
type Color int
func (c Color) String() string { return [...]string{"red", "green"}[c] }
type E struct{ Code int }
func (e *E) Error() string { return "code " + strconv.Itoa(e.Code) }
type V struct{ N int }
func (v V) Error() string { return "v" + strconv.Itoa(v.N) }
type M struct{ N int }
func (m M) MarshalJSON() ([]byte, error) { return []byte("\"m" + strconv.Itoa(m.N) + "\""), nil }
type U struct{ s string }
func (u *U) UnmarshalJSON(b []byte) error { u.s = "got " + string(b); return nil }
type TM struct{ N int }
func (m TM) MarshalText() ([]byte, error) { return []byte("t"), nil }
type F0 struct{ N int }
func (f F0) Format(s fmt.State, verb rune) { s.Write([]byte("<" + string(verb) + ">")) }
type Shape interface{ Area() int }
type Sq struct{ A int }
func (s Sq) Area() int { return s.A }
type Node struct { A int; S []Shape; Next *Node }
type Up struct { r *strings.Reader }
func (u Up) Read(p []byte) (int, error) { n, err := u.r.Read(p); copy(p, strings.ToUpper(string(p[:n]))); return n, err }
type H []int
func (h H) Len() int { return len(h) }
func (h H) Less(i, j int) bool { return h[i] < h[j] }
func (h H) Swap(i, j int) { h[i], h[j] = h[j], h[i] }
func (h *H) Push(x any) { *h = append(*h, x.(int)) }
func (h *H) Pop() any { old := *h; n := len(old); x := old[n-1]; *h = old[:n-1]; return x }
var _ = io.EOF
var _ = sort.Ints
var _ = heap.Init
var _ = errors.New
var _ = json.Valid
`
	tests := []struct{ name, body, want string }{
		{"stringer", `return fmt.Sprint(Color(1)) + fmt.Sprintf("|%s|%v|%d|%6v|%q|%x", Color(1), Color(1), Color(1), Color(0), Color(0), Color(0))`,
			`green|green|green|1|   red|"red"|726564`},
		{"error pointer", `e := &E{3}; return fmt.Sprintf("%v %s", e, e)`, "code 3 code 3"},
		{"error value", `return fmt.Sprint(V{2}, V{3})`, "v2 v3"},
		{"wrapped error", `w := fmt.Errorf("w: %w", &E{4}); return w.Error() + errors.Unwrap(w).Error()`, "w: code 4code 4"},
		{"wrapped error value", `w := fmt.Errorf("w: %w", V{4}); return w.Error() + errors.Unwrap(w).Error()`, "w: v4v4"},
		{"error variable", `var e error = &E{5}; return fmt.Sprintf("%v", e) + fmt.Sprint([]error{e})`, "code 5[code 5]"},
		{"nil pointer", `var e *E; return fmt.Sprint(e)`, "<nil>"},
		{"formatter", `return fmt.Sprintf("%d%v", F0{1}, F0{2})`, "<d><v>"},
		{"marshaler", `b, err := json.Marshal(M{1}); if err != nil { return err.Error() }; return string(b)`, `"m1"`},
		{"text marshaler", `b, err := json.Marshal(TM{1}); if err != nil { return err.Error() }; return string(b)`, `"t"`},
		{"unmarshaler", `var u U; err := json.Unmarshal([]byte(" {\"a\": 1}"), &u); if err != nil { return err.Error() }; return u.s`, `got {"a": 1}`},
		{"error in json", `b, err := json.Marshal(map[string]any{"e": error(&E{6}), "n": nil}); if err != nil { return err.Error() }; return string(b)`, `{"e":{"Code":6},"n":null}`},
		{"error field in json", `type R struct { Err error; N []int }; var e error = &E{6}
			b, err := json.Marshal(R{e, []int{1}}); if err != nil { return err.Error() }; return string(b)`, `{"Err":{"Code":6},"N":[1]}`},
		{"interfaces", `s := []Shape{Sq{1}, nil, &Sq{2}}; return fmt.Sprint(s[:2]) + fmt.Sprint(map[string]any{"a": Shape(Sq{3})}) + fmt.Sprintf("%v", struct{ S Shape; n int }{Sq{4}, 5})`, "[{1} <nil>]map[a:{3}]{{4} 5}"},
		{"interface in any", `var x any = Shape(Sq{1}); return fmt.Sprint(x)`, "{1}"},
		{"interfaces in json", `b, err := json.Marshal(map[string]any{"a": []Shape{Sq{1}, nil, &Sq{2}}, "b": struct{ S Shape; T *Sq }{Sq{3}, &Sq{4}}, "c": &E{5}, "d": map[string]Shape{"e": Sq{6}}})
			if err != nil { return err.Error() }; return string(b)`, `{"a":[{"A":1},null,{"A":2}],"b":{"S":{"A":3},"T":{"A":4}},"c":{"Code":5},"d":{"e":{"A":6}}}`},
		{"recursive interfaces in json", `n := &Node{1, []Shape{Sq{2}}, nil}; n.Next = &Node{3, nil, nil}; b, err := json.Marshal(n)
			if err != nil { return err.Error() }; return string(b)`, `{"A":1,"S":[{"A":2}],"Next":{"A":3,"S":null,"Next":null}}`},
		{"reader", `b, err := io.ReadAll(Up{strings.NewReader("abc")}); if err != nil { return err.Error() }; return string(b)`, "ABC"},
		{"heap", `h := &H{3, 1, 2}; heap.Init(h); heap.Push(h, 0); return fmt.Sprint(heap.Pop(h), heap.Pop(h), heap.Pop(h))`, "0 1 2"},
		{"sort", `h := H{3, 1, 2}; sort.Sort(h); return fmt.Sprint(h[0], h[1], h[2])`, "1 2 3"},
		{"extra", `return fmt.Sprintf("%d", 1, 2)`, "1%!(EXTRA int=2)"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := run(t, &recorder{}, `package main
import ("container/heap"; "encoding/json"; "errors"; "fmt"; "io"; "sort"; "strconv"; "strings")
`+decls+"func F() any {\n"+tt.body+"\n}\n")
			if got != tt.want {
				t.Errorf("got  %q\nwant %q", got, tt.want)
			}
		})
	}
}
