package expression

import "regexp/syntax"

// patternSize estimates how many instructions a pattern compiles to, without
// compiling it: what matching it costs for each byte of input. A pattern that
// does not parse costs nothing, for the compiler refuses it.
func patternSize(pattern string) int {
	re, err := syntax.Parse(pattern, syntax.Perl)
	if err != nil {
		return 0
	}
	return regexpSize(re)
}

// regexpSize stops adding beyond maxPatternSize, so that it cannot overflow.
func regexpSize(re *syntax.Regexp) int {
	size := 0
	for _, sub := range re.Sub {
		size = min(size+regexpSize(sub), maxPatternSize+1)
	}
	switch re.Op {
	case syntax.OpLiteral:
		size = len(re.Rune)
	case syntax.OpConcat:
	case syntax.OpAlternate:
		size += len(re.Sub)
	case syntax.OpRepeat:
		// Each turn beyond the least has a way out.
		size = size*max(re.Min, re.Max, 1) + max(re.Max-re.Min, 1)
	default: // a class, an anchor, or something around one part
		size += 2
	}
	return min(size, maxPatternSize+1)
}
