package symbols

// all calls find, which returns the matches of one of the FindAll methods.
func all[T any](re *Regexp, method string, size, n int, find func(n int) []T) []T {
	re.matching(method, size)
	limit := n
	if n < 0 || n > maxPieces {
		limit = maxPieces + 1
	}
	matches := find(limit)
	pieces(re.host, "regexp.Regexp."+method, len(matches), int64(48+16*re.re.NumSubexp()))
	return matches
}

// FindAll returns the first n matches in b, or all if n < 0.
func (re *Regexp) FindAll(b []byte, n int) [][]byte {
	return all(re, "FindAll", len(b), n, func(n int) [][]byte { return re.re.FindAll(b, n) })
}

// FindAllIndex returns where the first n matches in b are, or all if n < 0.
func (re *Regexp) FindAllIndex(b []byte, n int) [][]int {
	return all(re, "FindAllIndex", len(b), n, func(n int) [][]int { return re.re.FindAllIndex(b, n) })
}

// FindAllString returns the first n matches in s, or all if n < 0.
func (re *Regexp) FindAllString(s string, n int) []string {
	return all(re, "FindAllString", len(s), n, func(n int) []string { return re.re.FindAllString(s, n) })
}

// FindAllStringIndex returns where the first n matches in s are, or all if n < 0.
func (re *Regexp) FindAllStringIndex(s string, n int) [][]int {
	return all(re, "FindAllStringIndex", len(s), n, func(n int) [][]int { return re.re.FindAllStringIndex(s, n) })
}

// FindAllSubmatch returns the first n matches in b with their groups, or all
// if n < 0.
func (re *Regexp) FindAllSubmatch(b []byte, n int) [][][]byte {
	return all(re, "FindAllSubmatch", len(b), n, func(n int) [][][]byte { return re.re.FindAllSubmatch(b, n) })
}

// FindAllSubmatchIndex returns where the first n matches in b and their groups
// are, or all if n < 0.
func (re *Regexp) FindAllSubmatchIndex(b []byte, n int) [][]int {
	return all(re, "FindAllSubmatchIndex", len(b), n, func(n int) [][]int { return re.re.FindAllSubmatchIndex(b, n) })
}

// FindAllStringSubmatch returns the first n matches in s with their groups, or
// all if n < 0.
func (re *Regexp) FindAllStringSubmatch(s string, n int) [][]string {
	return all(re, "FindAllStringSubmatch", len(s), n, func(n int) [][]string { return re.re.FindAllStringSubmatch(s, n) })
}

// FindAllStringSubmatchIndex returns where the first n matches in s and their
// groups are, or all if n < 0.
func (re *Regexp) FindAllStringSubmatchIndex(s string, n int) [][]int {
	return all(re, "FindAllStringSubmatchIndex", len(s), n,
		func(n int) [][]int { return re.re.FindAllStringSubmatchIndex(s, n) })
}

// Split returns the parts of s between matches: at most n, or all if n < 0.
func (re *Regexp) Split(s string, n int) []string {
	return all(re, "Split", len(s), n, func(n int) []string { return re.re.Split(s, n) })
}

// Expand appends template to dst, with $name replaced by that group of match.
func (re *Regexp) Expand(dst, template, src []byte, match []int) []byte {
	return re.expand("Expand", dst, string(template), func(name string) []byte {
		return re.re.Expand(nil, []byte(name), src, match)
	}, len(src))
}

// ExpandString is Expand with strings.
func (re *Regexp) ExpandString(dst []byte, template, src string, match []int) []byte {
	return re.expand("ExpandString", dst, template, func(name string) []byte {
		return re.re.ExpandString(nil, name, src, match)
	}, len(src))
}

// expand bounds what template can become by the number of its $.
func (re *Regexp) expand(method string, dst []byte, template string, f func(string) []byte, src int) []byte {
	if re.expanded(template, src) > maxResult {
		panic(&LimitError{"regexp.Regexp." + method, "result over 1 MiB"})
	}
	convert(re.host, len(template))
	return append(dst, f(template)...)
}

// expanded is the most bytes that template becomes when a group has n bytes.
func (re *Regexp) expanded(template string, n int) int64 {
	groups := 0
	for i := range len(template) {
		if template[i] == '$' {
			groups++
		}
	}
	return int64(len(template)) + int64(groups)*int64(n)
}

// replaceAll is what all the ReplaceAll methods do: repl appends what the
// match becomes. It leaves off where the result is over its cap.
func (re *Regexp) replaceAll(method, src string, repl func(dst []byte, match []int) []byte) string {
	matches := all(re, method, len(src), -1, func(n int) [][]int { return re.re.FindAllStringSubmatchIndex(src, n) })
	if len(matches) == 0 {
		return src
	}
	var out []byte
	end := 0
	for _, m := range matches {
		out = repl(append(out, src[end:m[0]]...), m)
		end = m[1]
		if len(out) > maxResult {
			panic(&LimitError{"regexp.Regexp." + method, "result over 1 MiB"})
		}
	}
	out = append(out, src[end:]...)
	result(re.host, "regexp.Regexp."+method, int64(len(out)))
	return string(out)
}

func (re *Regexp) template(method, src, repl string) string {
	return re.replaceAll(method, src, func(dst []byte, m []int) []byte {
		if re.expanded(repl, m[1]-m[0]) > maxResult {
			panic(&LimitError{"regexp.Regexp." + method, "result over 1 MiB"})
		}
		return re.re.ExpandString(dst, repl, src, m)
	})
}

// ReplaceAll returns src with each match replaced by repl, in which $name
// stands for a group.
func (re *Regexp) ReplaceAll(src, repl []byte) []byte {
	return []byte(re.template("ReplaceAll", string(src), string(repl)))
}

// ReplaceAllString is ReplaceAll with strings.
func (re *Regexp) ReplaceAllString(src, repl string) string {
	return re.template("ReplaceAllString", src, repl)
}

// ReplaceAllLiteral returns src with each match replaced by repl as it is.
func (re *Regexp) ReplaceAllLiteral(src, repl []byte) []byte {
	return []byte(re.replaceAll("ReplaceAllLiteral", string(src),
		func(dst []byte, _ []int) []byte { return append(dst, repl...) }))
}

// ReplaceAllLiteralString is ReplaceAllLiteral with strings.
func (re *Regexp) ReplaceAllLiteralString(src, repl string) string {
	return re.replaceAll("ReplaceAllLiteralString", src,
		func(dst []byte, _ []int) []byte { return append(dst, repl...) })
}

// ReplaceAllFunc returns src with each match replaced by what repl makes of it.
func (re *Regexp) ReplaceAllFunc(src []byte, repl func([]byte) []byte) []byte {
	return []byte(re.replaceAll("ReplaceAllFunc", string(src),
		func(dst []byte, m []int) []byte { return append(dst, repl(src[m[0]:m[1]])...) }))
}

// ReplaceAllStringFunc is ReplaceAllFunc with strings.
func (re *Regexp) ReplaceAllStringFunc(src string, repl func(string) string) string {
	return re.replaceAll("ReplaceAllStringFunc", src,
		func(dst []byte, m []int) []byte { return append(dst, repl(src[m[0]:m[1]])...) })
}
