package expression

import (
	"errors"
	"fmt"
	"reflect"
	"strings"

	"github.com/expr-lang/expr/file"
)

// Error says what is wrong with an expression and where.
type Error struct {
	// Offset is where in the source it is, in bytes from 0. It is at most the
	// length of the source.
	Offset int
	// Message is in plain words and says what to do.
	Message string
}

// Error implements error.
func (e *Error) Error() string {
	return fmt.Sprintf("at offset %d: %s", e.Offset, e.Message)
}

// wrap makes an Error of what the library says about src.
func wrap(src string, err error) *Error {
	fe, ok := errors.AsType[*file.Error](err)
	if !ok {
		// The first line, because the compiler appends a stack trace.
		message, _, _ := strings.Cut(err.Error(), "\n")
		return &Error{Message: message}
	}
	if strings.HasPrefix(fe.Message, "unexpected token EOF") || fe.Message == "unexpected end of expression" {
		return &Error{Offset: len(src), Message: "the expression ends too early; complete it"}
	}
	return &Error{Offset: byteOffset(src, fe.From), Message: plain(fe.Message)}
}

// byteOffset turns the library's offset, which counts runes, into bytes.
func byteOffset(src string, runes int) int {
	for i := range src {
		if runes <= 0 {
			return i
		}
		runes--
	}
	return len(src)
}

// plain puts the library's most frequent messages in the words of a user.
func plain(message string) string {
	var op, left, right string
	if n, _ := fmt.Sscanf(message, "invalid operation: %s (mismatched types %s and %s", &op, &left, &right); n == 3 {
		left, right = plainType(left), plainType(strings.TrimSuffix(right, ")"))
		if left == right {
			return fmt.Sprintf("%s does not work on %ss; use another operator", op, left)
		}
		hint := "make both sides the same type"
		switch {
		case left == "time" || right == "time":
			hint = `write a time as date("2026-01-31T12:00:00Z")`
		case left == "number" || right == "number":
			hint = "write numbers without quotes, or convert with int(), float() or string()"
		}
		return fmt.Sprintf("%s does not work between a %s and a %s; %s", op, left, right, hint)
	}
	if n, _ := fmt.Sscanf(message, "invalid operation: %s (mismatched type %s", &op, &left); n == 2 {
		return fmt.Sprintf("%s does not work on a %s; compare it with something first", op, plainType(strings.TrimSuffix(left, ")")))
	}
	if n, _ := fmt.Sscanf(message, "cannot use %s as type %s in array", &left, &right); n == 2 {
		return fmt.Sprintf("a %s is never in a list of %ss; make them the same type", plainType(left), plainType(right))
	}
	if n, _ := fmt.Sscanf(message, "non-bool value used in cond (%s", &left); n == 1 {
		return fmt.Sprintf("the condition is a %s; compare it with something", plainType(strings.TrimSuffix(left, ")")))
	}
	if token, ok := strings.CutPrefix(message, "unexpected token "); ok {
		return unexpected(token)
	}
	switch {
	case message == "literal not terminated":
		return "the text does not end; add the closing quote"
	case strings.Contains(message, "coalesce expressions (??)"):
		return noCoalesce
	case strings.Contains(message, "exceeds maximum allowed nodes"):
		return tooManyParts()
	case strings.HasPrefix(message, "error parsing regexp: "):
		return "the pattern is not valid: " + strings.TrimPrefix(message, "error parsing regexp: ")
	}
	return message
}

// unexpected says what to do about a token, given as Kind or Kind("value").
func unexpected(token string) string {
	kind, quoted, ok := strings.Cut(token, "(")
	if !ok {
		return "nothing can be made of this " + strings.ToLower(kind) + "; remove it"
	}
	value := strings.Trim(strings.TrimSuffix(quoted, ")"), `"`)
	switch value {
	case "=":
		return "= sets a value; compare with =="
	case "&", "&=":
		return `write "and" or && between conditions`
	case "#", ".":
		return value + " has nothing to refer to; name a field"
	}
	return value + " is not expected here; look for a missing operator, quote or bracket before it"
}

// plainType names a Go type in the words of a user.
func plainType(name string) string {
	switch name {
	case "string":
		return "text"
	case "int", "int64", "float64":
		return "number"
	case "bool":
		return "truth value"
	case "time.Time":
		return "time"
	case "time.Duration":
		return "duration"
	case "any", "unknown":
		return "value of unknown type"
	}
	return name
}

// plainKind is plainType for a type, which may be nil.
func plainKind(t reflect.Type) string {
	if t == nil || t.Kind() == reflect.Interface {
		return plainType("unknown")
	}
	return plainType(t.String())
}

func tooManyParts() string {
	return fmt.Sprintf("the expression has too many parts (at most %d names, literals and operators); make it shorter", MaxNodes)
}
