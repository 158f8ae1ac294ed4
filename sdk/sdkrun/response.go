package sdkrun

import (
	"fmt"
	"net/http"
	"net/textproto"
	"slices"
	"strings"

	"github.com/picloud/picloud/sdk"
)

// Head puts the header fields of r into header and returns the status that r is
// sent with: zero is 200, names are in their canonical form, and fields about
// the connection and the framing, which are the server's business, are left
// out. Of a field in several spellings, the canonical one yields to the others.
// The error says what cannot be sent; then header is as it was.
func Head(header http.Header, r *sdk.Response) (int, error) {
	status := r.Status
	if status == 0 {
		status = http.StatusOK
	}
	if status < 200 || status > 599 {
		return 0, fmt.Errorf("the response's status is %d; it must be from 200 to 599", status)
	}
	type field struct {
		name   string
		values []string
	}
	var most [8]field // what most responses have is not allocated
	fields, odd := most[:0], false
	for key, values := range r.Header {
		if !isCanonical(key) {
			if !validName(key) {
				return 0, fmt.Errorf("%q is not the name of a header field", key)
			}
			odd = true
		}
		for _, value := range values {
			if !validValue(value) {
				return 0, fmt.Errorf("the value of header field %s has characters that are not allowed", key)
			}
		}
		fields = append(fields, field{key, values})
	}
	if odd {
		slices.SortFunc(fields, func(a, b field) int { return strings.Compare(a.name, b.name) })
		for i := range fields {
			fields[i].name = CanonicalName(fields[i].name)
		}
	}
	for _, f := range fields {
		if !AboutConnection(f.name) {
			header[f.name] = append([]string(nil), f.values...)
		}
	}
	return status, nil
}

// Bodiless reports whether responses of a status are sent without their body.
func Bodiless(status int) bool {
	return status == http.StatusNoContent || status == http.StatusNotModified
}

// CanonicalName is the canonical form of a header field's name, as net/http has
// it. It is quick where the name has it already.
func CanonicalName(name string) string {
	if isCanonical(name) {
		return name
	}
	return textproto.CanonicalMIMEHeaderKey(name)
}

// isCanonical reports whether s is the name of a field in its canonical form,
// of letters, digits and hyphens. Nearly all names are.
func isCanonical(s string) bool {
	start := true // of a word
	for i := range len(s) {
		c := s[i]
		switch {
		case 'a' <= c && c <= 'z':
			if start {
				return false
			}
		case 'A' <= c && c <= 'Z':
			if !start {
				return false
			}
		case c != '-' && (c < '0' || c > '9'):
			return false
		}
		start = c == '-'
	}
	return s != ""
}

// validName reports whether s is a token of RFC 9110.
func validName(s string) bool {
	for i := range len(s) {
		c := s[i]
		letter := c|0x20 >= 'a' && c|0x20 <= 'z'
		if !letter && (c < '0' || c > '9') && strings.IndexByte("!#$%&'*+-.^_`|~", c) < 0 {
			return false
		}
	}
	return s != ""
}

// validValue reports whether s has no control characters but tabs.
func validValue(s string) bool {
	for i := range len(s) {
		if c := s[i]; c < ' ' && c != '\t' || c == 0x7f {
			return false
		}
	}
	return true
}

// AboutConnection reports whether a header field, in its canonical form, is about
// the connection or the framing, which are the server's business.
func AboutConnection(key string) bool {
	switch key {
	case "Connection", "Keep-Alive", "Proxy-Connection", "Proxy-Authenticate", "Proxy-Authorization",
		"Te", "Trailer", "Transfer-Encoding", "Upgrade", "Content-Length":
		return true
	}
	return false
}
