package symbols

import (
	"bytes"
	"encoding/json"
	"io"
	"unicode/utf8"
)

// members calls visit for the members of an object, or the elements of an
// array, with an empty key. The data is valid JSON, as package json hands it to
// whatever decodes itself, so that this only has to find where values end. What
// is not valid ends in an error, or is an error of what the values are.
func members(data []byte, visit func(key string, value []byte) error) error {
	object := data[0] == '{'
	for rest := skipSpace(data[1:]); len(rest) > 0; rest = skipSpace(rest) {
		switch rest[0] {
		case '}', ']':
			return nil
		case ',':
			rest = rest[1:]
			continue
		}
		key := ""
		if object {
			n := stringEnd(rest)
			text, err := keyText(rest[:n])
			if err != nil {
				return err
			}
			if rest = skipSpace(rest[n:]); len(rest) == 0 || rest[0] != ':' {
				break
			}
			key, rest = text, skipSpace(rest[1:])
		}
		n := valueEnd(rest)
		if n == 0 {
			break
		}
		if err := visit(key, rest[:n:n]); err != nil {
			return err
		}
		rest = rest[n:]
	}
	return io.ErrUnexpectedEOF
}

func skipSpace(data []byte) []byte {
	for len(data) > 0 && isSpace(data[0]) {
		data = data[1:]
	}
	return data
}

func isSpace(c byte) bool { return c == ' ' || c == '\n' || c == '\t' || c == '\r' }

// keyText is what a string in JSON says.
func keyText(quoted []byte) (text string, err error) {
	if len(quoted) >= 2 && bytes.IndexByte(quoted, '\\') < 0 && utf8.Valid(quoted) {
		return string(quoted[1 : len(quoted)-1]), nil
	}
	err = json.Unmarshal(quoted, &text)
	return text, err
}

// stringEnd is where a string ends that data begins with, or 0.
func stringEnd(data []byte) int {
	for i := 1; i < len(data); i++ {
		switch data[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		}
	}
	return 0
}

// valueEnd is where a value ends that data begins with, or 0.
func valueEnd(data []byte) int {
	for i, depth := 0, 0; i < len(data); i++ {
		switch c := data[i]; c {
		case '"':
			n := stringEnd(data[i:])
			if n == 0 {
				return 0
			}
			i += n - 1
		case '{', '[':
			depth++
			continue
		case '}', ']':
			if depth == 0 {
				return i
			}
			depth--
		default:
			if depth == 0 && (c == ',' || isSpace(c)) {
				return i
			}
			continue
		}
		if depth == 0 {
			return i + 1
		}
	}
	return 0
}
