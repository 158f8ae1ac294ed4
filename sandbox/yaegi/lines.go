package yaegi

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// cause is why code may panic.
type cause int

const (
	causeIndex cause = iota
	causeSlice
	causeNil
	causeNilMap
	causeDivision
	causeAssertion
	causeSize
	causeShift
	causeNative // a native function
	causes
)

// causeOf is the cause of a panic with the text of a runtime error.
func causeOf(text string) cause {
	for _, known := range []struct {
		part  string
		cause cause
	}{
		{"index out of range", causeIndex},
		{"slice bounds out of range", causeSlice},
		{"nil pointer dereference", causeNil},
		{"nil map", causeNilMap},
		{"divide by zero", causeDivision},
		{"interface conversion", causeAssertion},
		{"makeslice", causeSize},
		{"negative shift", causeShift},
	} {
		if strings.Contains(text, known.part) {
			return known.cause
		}
	}
	return causeNative
}

// lineTable says where the functions of a script, and what in them may panic,
// are in its source. The interpreter names a function that a panic leaves by
// the position of its first statement only.
type lineTable struct {
	functions map[string]*functionLines // by line:column of the body
	sites     []site
}

// functionLines are the lines of a function, without those of the literals in
// it.
type functionLines struct {
	name     string
	id       string // by which it is called, if it has a name
	line     int
	deferred bool // runs its body in a function of its own
	hidden   bool // is not the script's
	may      [causes][]int
	calls    map[string][]int // by the name of what is called; "" has those of values
}

// site is a statement that notes that it runs.
type site struct {
	function *functionLines
	may      [causes][]int
}

// frame is a call that a panic left.
type frame struct {
	name  string
	lines []int // where it may have been
}

func (f frame) String() string {
	numbers := make([]string, 0, len(f.lines))
	for _, n := range f.lines {
		numbers = append(numbers, strconv.Itoa(n))
	}
	return fmt.Sprintf("%s, line %s", f.name, strings.Join(numbers, " or "))
}

// maxFrames bounds the frames that are told.
const maxFrames = 16

// frames are the calls that a panic left, the innermost first, out of the
// interpreter's trace. Why is the cause of the panic, at the line given unless
// that is 0, and last the site that was noted last.
func (t *lineTable) frames(trace string, why cause, line, last int) []frame {
	var out []frame
	callee := "" // what the next function called
	innermost := true
	var before string
	for text := range strings.Lines(trace) {
		key := positionKey(text)
		f := t.functions[key]
		if f == nil {
			continue // made by rewriting
		}
		if key == before && f.deferred {
			before = ""
			continue
		}
		before = key
		if f.hidden {
			callee = f.id
			continue
		}
		var lines []int
		switch {
		case innermost && line > 0:
			lines = []int{line}
		case innermost && callee != "":
			lines = t.noted(f, f.callsOf(callee), causeNative, last)
		case innermost:
			lines = t.linesOf(f, why, last)
		default:
			lines = f.callsOf(callee)
		}
		if len(lines) == 0 {
			lines = []int{f.line}
		}
		out = append(out, frame{f.name, lines})
		callee, innermost = f.id, false
		if len(out) == maxFrames {
			break
		}
	}
	return out
}

// linesOf are the lines of f that may panic for a cause.
func (t *lineTable) linesOf(f *functionLines, why cause, last int) []int {
	lines := f.may[why]
	if len(lines) == 0 {
		why = causeNative
		lines = f.may[why]
	}
	return t.noted(f, lines, why, last)
}

// noted leaves those of several lines that the site that was noted last has.
func (t *lineTable) noted(f *functionLines, lines []int, why cause, last int) []int {
	if len(lines) > 1 && last > 0 && last <= len(t.sites) {
		if s := t.sites[last-1]; s.function == f && len(s.may[why]) > 0 {
			return s.may[why]
		}
	}
	return lines
}

// callsOf are the lines of f that may call a function.
func (f *functionLines) callsOf(callee string) []int {
	if lines := f.calls[callee]; callee != "" && len(lines) > 0 {
		return lines
	}
	lines := slices.Concat(f.calls[""], f.may[causeNative])
	slices.Sort(lines)
	return slices.Compact(lines)
}

// positionKey is the line:column that a line of the interpreter's trace begins
// with.
func positionKey(text string) string {
	text = strings.TrimPrefix(text, fileName+":")
	line, rest, _ := strings.Cut(text, ":")
	column, _, _ := strings.Cut(rest, ":")
	return line + ":" + column
}
