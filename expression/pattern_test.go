package expression

import (
	"regexp/syntax"
	"testing"
)

func TestPatternSize_BoundsTheCompiledProgram(t *testing.T) {
	t.Parallel()
	for _, pattern := range []string{
		``, `a`, `abc`, `^/v[0-9]+/users/(\d+)$`, `a|b|cd`, `(a|)`, `(?i)straße`, `a*b+c?`, `a{3}`, `a{0,5}`, `(ab){2,}`,
		`(x(y{3}|z){2,4}){5}`, `\bfoo\b`, `[^a-z\pL]`, `(?:a?){20}`, `.*.*x`, `(?s).{10}`, `()`, `(|){3}`, `a{0}`, `\Aa\z`, `(a{2}){3,}b`,
	} {
		re, err := syntax.Parse(pattern, syntax.Perl)
		if err != nil {
			t.Fatal(err)
		}
		prog, err := syntax.Compile(re.Simplify())
		if err != nil {
			t.Fatal(err)
		}
		// Every program has one instruction to fail and one to match.
		if got, real := patternSize(pattern), len(prog.Inst)-2; got < real || got > 3*real+5 {
			t.Errorf("patternSize(%q) = %d, the program has %d instructions", pattern, got, real)
		}
	}
	if got := patternSize(`((((a{10}){10}){10}b){1,1})*`); got <= maxPatternSize {
		t.Errorf("a thousand repeats count %d", got)
	}
}
