package symbols

import (
	"bytes"
	"container/list"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"
)

// Within their caps the functions give what the originals give.

func FuzzRegexp_ReplacesAsTheOriginal(f *testing.F) {
	f.Add("a*", "baaac", "x")
	f.Add("(a)(b)?", "abaab", "$2-${1}x$$")
	f.Add("", "héé", "-")
	f.Add("^|$", "", "<$0>")
	f.Add("(?P<n>[^ ]+)", " a b ", "$n$n")
	f.Fuzz(func(t *testing.T, pattern, src, repl string) {
		if len(pattern) > 20 || len(src) > 50 || len(repl) > 20 {
			return
		}
		want, err := regexp.Compile(pattern)
		re, err2 := compile(&recorder{}, pattern)
		if err != nil || err2 != nil {
			if err == nil {
				t.Errorf("%q: %v", pattern, err2)
			}
			return
		}
		if g, w := re.ReplaceAllString(src, repl), want.ReplaceAllString(src, repl); g != w {
			t.Errorf("ReplaceAllString(%q, %q) of %q is %q, want %q", src, repl, pattern, g, w)
		}
		if g, w := re.ReplaceAllLiteral([]byte(src), []byte(repl)), want.ReplaceAllLiteral([]byte(src), []byte(repl)); !bytes.Equal(g, w) {
			t.Errorf("ReplaceAllLiteral(%q, %q) of %q is %q, want %q", src, repl, pattern, g, w)
		}
		up := strings.ToUpper
		if g, w := re.ReplaceAllStringFunc(src, up), want.ReplaceAllStringFunc(src, up); g != w {
			t.Errorf("ReplaceAllStringFunc(%q) of %q is %q, want %q", src, pattern, g, w)
		}
		if g, w := re.Split(src, -1), want.Split(src, -1); fmt.Sprintf("%q", g) != fmt.Sprintf("%q", w) {
			t.Errorf("Split(%q) by %q is %q, want %q", src, pattern, g, w)
		}
		for n := range 3 {
			if g, w := re.Split(src, n), want.Split(src, n); fmt.Sprintf("%q", g) != fmt.Sprintf("%q", w) {
				t.Errorf("Split(%q, %d) by %q is %q, want %q", src, n, pattern, g, w)
			}
		}
		match := want.FindStringSubmatchIndex(src)
		if g, w := re.ExpandString(nil, repl, src, match), want.ExpandString(nil, repl, src, match); match != nil && !bytes.Equal(g, w) {
			t.Errorf("ExpandString(%q) of %q is %q, want %q", repl, pattern, g, w)
		}
	})
}

func FuzzSprintf_FormatsAsTheOriginal(f *testing.F) {
	f.Add("%d %s %v|%+v|%T|%%|%!", 5, "x", 1.5)
	f.Add("%[2]s%[1]*d%x%q%#v%-5.2f", 7, "y\n", 2.0)
	f.Add("%*.*f %[9]d %z %", 3, "z", 0.1)
	f.Fuzz(func(t *testing.T, format string, i int, s string, x float64) {
		if len(format) > 100 || len(s) > 100 {
			return
		}
		args := []any{
			i, s, x, []any{i, s, nil}, map[string]int{s: i}, time.Duration(i), &list.Element{Value: s},
			errors.New(s), list.Element{Value: []byte(s)}, nil,
		}
		defer func() {
			r := recover()
			var limit *LimitError
			if err, _ := r.(error); r != nil && !errors.As(err, &limit) {
				panic(r)
			}
		}()
		h := &recorder{}
		got := formatting(h, "fmt.Sprintf", format, args)
		if want := fmt.Sprintf(format, args...); got != want {
			t.Errorf("%q gives %q, want %q", format, got, want)
		}
	})
}

func FuzzEncodeJSON_EncodesAsTheOriginal(f *testing.F) {
	f.Add(`{"a":[1,2.5,"x<y",null,true,{}],"b":{"c":[]}}`)
	f.Add(`["\u2028","é",1e300,-0]`)
	f.Fuzz(func(t *testing.T, text string) {
		var v any
		if unmarshal(&recorder{})([]byte(text), &v) != nil {
			return
		}
		values := []any{v, &v, []any{v, json.RawMessage("[ 1 ]")}, struct {
			A any `json:"a,omitempty"`
			B any `json:"-"`
			C map[string]any
		}{v, func() {}, map[string]any{text: v}}}
		for _, v := range values {
			h := &recorder{}
			got, err := EncodeJSON(h, v)
			if len(got) > int(h.bytes)+40 {
				t.Errorf("%v: %d bytes were announced, and %d made", v, h.bytes, len(got))
			}
			want, wantErr := json.Marshal(v)
			if !bytes.Equal(got, want) || (err == nil) != (wantErr == nil) {
				t.Errorf("%v gives %s, %v, want %s, %v", v, got, err, want, wantErr)
			}
		}
	})
}

func FuzzStrings_DoAsTheOriginals(f *testing.F) {
	f.Add("a,b,,c", ",", "xy", 2)
	f.Add("", "", "-", -1)
	f.Add("é\xff\xfe!", "", "\xffz", 0)
	f.Fuzz(func(t *testing.T, s, sep, with string, n int) {
		if len(s) > 1000 || len(with) > 100 {
			return
		}
		h := &recorder{}
		equal := func(name string, got, want any) {
			t.Helper()
			if fmt.Sprintf("%q", got) != fmt.Sprintf("%q", want) {
				t.Errorf("%s of %q, %q, %q, %d is %q, want %q", name, s, sep, with, n, got, want)
			}
		}
		isSep := func(r rune) bool { return strings.ContainsRune(sep, r) }
		b, bsep, bwith := []byte(s), []byte(sep), []byte(with)
		equal("Replace", replace(h, "")(s, sep, with, n), strings.Replace(s, sep, with, n))
		equal("ReplaceAll", replaceAll(h)(s, sep, with), strings.ReplaceAll(s, sep, with))
		equal("bytes.Replace", replaceBytes(h, "")(b, bsep, bwith, n), bytes.Replace(b, bsep, bwith, n))
		equal("ToValidUTF8", toValidUTF8(h)(s, with), strings.ToValidUTF8(s, with))
		equal("bytes.ToValidUTF8", toValidBytes(h)(b, bwith), bytes.ToValidUTF8(b, bwith))
		equal("Fields", fields(h)(s), strings.Fields(s))
		equal("FieldsFunc", fieldsFunc(h)(s, isSep), strings.FieldsFunc(s, isSep))
		equal("bytes.Fields", fieldsBytes(h)(b), bytes.Fields(b))
		equal("bytes.FieldsFunc", fieldsFuncBytes(h)(b, isSep), bytes.FieldsFunc(b, isSep))
		equal("SplitN", splitN(h, "", strings.SplitN)(s, sep, n), strings.SplitN(s, sep, n))
		equal("SplitAfter", split(h, "", strings.SplitAfterN)(s, sep), strings.SplitAfter(s, sep))
		equal("bytes.SplitN", splitNBytes(h, "", bytes.SplitN)(b, bsep, n), bytes.SplitN(b, bsep, n))
		equal("Join", join(h)([]string{s, with, s}, sep), strings.Join([]string{s, with, s}, sep))
		equal("Replacer", newReplacer(h)(sep, with).Replace(s), strings.NewReplacer(sep, with).Replace(s))
	})
}

func TestErrors_DoAsTheOriginals(t *testing.T) {
	t.Parallel()
	a, b := errors.New("a"), errors.New("b")
	h := &recorder{}
	wrap := "%" + string('w') // unknown to go vet
	tests := []struct {
		name      string
		got, want error
	}{
		{"join", joinErrors(a, nil, b), errors.Join(a, nil, b)},
		{"join of none", joinErrors(nil, nil), errors.Join(nil, nil)},
		{"errorf", errorf(h)("x %d", 1), fmt.Errorf("x %d", 1)},
		{"wrap", errorf(h)("x: %w", a), fmt.Errorf("x: %w", a)},
		{"wrap two", errorf(h)(wrap+wrap+"%v", a, b, a), fmt.Errorf(wrap+wrap+"%v", a, b, a)},
		{"wrap no error", errorf(h)(wrap, 1), fmt.Errorf(wrap, 1)},
		{"wrap nil", errorf(h)(wrap, nil), fmt.Errorf(wrap, nil)},
		{"nested", errorf(h)("y: %w", joinErrors(errorf(h)("x: %w", b), a)), fmt.Errorf("y: %w", errors.Join(fmt.Errorf("x: %w", b), a))},
	}
	for _, tt := range tests {
		if fmt.Sprint(tt.got) != fmt.Sprint(tt.want) {
			t.Errorf("%s: got %v, want %v", tt.name, tt.got, tt.want)
		}
		for _, target := range []error{a, b} {
			if errors.Is(tt.got, target) != errors.Is(tt.want, target) {
				t.Errorf("%s: Is %v is %v", tt.name, target, errors.Is(tt.got, target))
			}
		}
		if tt.want != nil && (errors.Unwrap(tt.got) == nil) != (errors.Unwrap(tt.want) == nil) {
			t.Errorf("%s: Unwrap gives %v", tt.name, errors.Unwrap(tt.got))
		}
	}
}
