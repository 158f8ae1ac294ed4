package symbols

import (
	"fmt"
	"regexp"
	"regexp/syntax"
)

func regexpStatic() table {
	return table{"Regexp": typ[Regexp]()}
}

func regexpBound(h Host) table {
	return table{
		"Compile": fn(func(expr string) (*Regexp, error) { return compile(h, expr) }),
		"MustCompile": fn(func(expr string) *Regexp {
			re, err := compile(h, expr)
			if err != nil {
				panic(fmt.Sprintf("regexp: Compile(%q): %v", expr, err))
			}
			return re
		}),
		"Match": fn(func(pattern string, b []byte) (bool, error) {
			re, err := compile(h, pattern)
			if err != nil {
				return false, err
			}
			return re.Match(b), nil
		}),
		"MatchString": fn(func(pattern, s string) (bool, error) {
			re, err := compile(h, pattern)
			if err != nil {
				return false, err
			}
			return re.MatchString(s), nil
		}),
		"QuoteMeta": fn(func(s string) string {
			result(h, "regexp.QuoteMeta", times(len(s), 2))
			return regexp.QuoteMeta(s)
		}),
	}
}

// Caps on patterns. A match takes time in proportion to the program's
// instructions times the bytes of the input: 10 to 15 ns for one.
const (
	maxPattern      = 512
	maxInstructions = 2000
	maxMatchWork    = 10_000_000
)

// Regexp is regexp.Regexp without what reads from a reader, and with caps on
// the pattern, on the work of a match and on the results.
type Regexp struct {
	_    [0]func() // not comparable, like the original
	host Host
	re   *regexp.Regexp
	inst int
}

// compile returns an error for a pattern over a cap, as for one that is wrong.
func compile(h Host, expr string) (*Regexp, error) {
	if len(expr) > maxPattern {
		return nil, &LimitError{"regexp", fmt.Sprintf("pattern over %d bytes", maxPattern)}
	}
	h.Charge(100 + int64(len(expr))*4)
	parsed, err := syntax.Parse(expr, syntax.Perl)
	if err != nil {
		return nil, err
	}
	prog, err := syntax.Compile(parsed.Simplify())
	if err != nil {
		return nil, err
	}
	if len(prog.Inst) > maxInstructions {
		return nil, &LimitError{"regexp", fmt.Sprintf("pattern of more than %d instructions", maxInstructions)}
	}
	h.Charge(int64(len(prog.Inst)) * 4)
	h.Allocate(int64(len(prog.Inst)) * 200)
	re, err := regexp.Compile(expr)
	if err != nil {
		return nil, err
	}
	return &Regexp{host: h, re: re, inst: len(prog.Inst)}, nil
}

// matching counts a search in n bytes, or panics.
func (re *Regexp) matching(method string, n int) {
	if n > 0 && re.inst > maxMatchWork/n {
		panic(&LimitError{"regexp.Regexp." + method, fmt.Sprintf(
			"pattern of %d instructions on %d bytes: the product is over %d", re.inst, n, maxMatchWork)})
	}
	if n > freeBytes {
		re.host.Charge(int64(n) * int64(re.inst) / 16)
	}
}

// String returns the pattern.
func (re *Regexp) String() string { return re.re.String() }

// Longest makes matches the longest ones from now on.
func (re *Regexp) Longest() { re.re.Longest() }

// NumSubexp returns the number of groups.
func (re *Regexp) NumSubexp() int { return re.re.NumSubexp() }

// SubexpNames returns the names of the groups, the whole match first.
func (re *Regexp) SubexpNames() []string { return re.re.SubexpNames() }

// SubexpIndex returns the index of the group called name, or -1.
func (re *Regexp) SubexpIndex(name string) int { return re.re.SubexpIndex(name) }

// LiteralPrefix returns what every match begins with, and whether that is all.
func (re *Regexp) LiteralPrefix() (prefix string, complete bool) { return re.re.LiteralPrefix() }

// MarshalText returns the pattern.
func (re *Regexp) MarshalText() ([]byte, error) { return re.re.MarshalText() }

// AppendText appends the pattern to b.
func (re *Regexp) AppendText(b []byte) ([]byte, error) { return re.re.AppendText(b) }

// Match reports whether b contains a match.
func (re *Regexp) Match(b []byte) bool {
	re.matching("Match", len(b))
	return re.re.Match(b)
}

// MatchString reports whether s contains a match.
func (re *Regexp) MatchString(s string) bool {
	re.matching("MatchString", len(s))
	return re.re.MatchString(s)
}

// Find returns the first match in b.
func (re *Regexp) Find(b []byte) []byte {
	re.matching("Find", len(b))
	return re.re.Find(b)
}

// FindIndex returns where the first match in b is.
func (re *Regexp) FindIndex(b []byte) []int {
	re.matching("FindIndex", len(b))
	return re.re.FindIndex(b)
}

// FindString returns the first match in s.
func (re *Regexp) FindString(s string) string {
	re.matching("FindString", len(s))
	return re.re.FindString(s)
}

// FindStringIndex returns where the first match in s is.
func (re *Regexp) FindStringIndex(s string) []int {
	re.matching("FindStringIndex", len(s))
	return re.re.FindStringIndex(s)
}

// FindSubmatch returns the first match in b and its groups.
func (re *Regexp) FindSubmatch(b []byte) [][]byte {
	re.matching("FindSubmatch", len(b))
	return re.re.FindSubmatch(b)
}

// FindSubmatchIndex returns where the first match in b and its groups are.
func (re *Regexp) FindSubmatchIndex(b []byte) []int {
	re.matching("FindSubmatchIndex", len(b))
	return re.re.FindSubmatchIndex(b)
}

// FindStringSubmatch returns the first match in s and its groups.
func (re *Regexp) FindStringSubmatch(s string) []string {
	re.matching("FindStringSubmatch", len(s))
	return re.re.FindStringSubmatch(s)
}

// FindStringSubmatchIndex returns where the first match in s and its groups are.
func (re *Regexp) FindStringSubmatchIndex(s string) []int {
	re.matching("FindStringSubmatchIndex", len(s))
	return re.re.FindStringSubmatchIndex(s)
}
