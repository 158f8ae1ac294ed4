package sdkrun

import (
	"fmt"
	"net/http"
	"net/textproto"
	"strings"

	"github.com/picloud/picloud/sdk"
)

// Head puts the header fields of r into header and returns the status that r is
// sent with: zero is 200, names are in their canonical form, and fields about
// the connection and the framing, which are the server's business, are left
// out. The error says what cannot be sent; then header is as it was.
func Head(header http.Header, r *sdk.Response) (int, error) {
	status := r.Status
	if status == 0 {
		status = http.StatusOK
	}
	if status < 200 || status > 599 {
		return 0, fmt.Errorf("the response's status is %d; it must be from 200 to 599", status)
	}
	for key, values := range r.Header {
		if !validName(key) {
			return 0, fmt.Errorf("%q is not the name of a header field", key)
		}
		for _, value := range values {
			if !validValue(value) {
				return 0, fmt.Errorf("the value of header field %s has characters that are not allowed", key)
			}
		}
	}
	for key, values := range r.Header {
		if key = textproto.CanonicalMIMEHeaderKey(key); !isConnectionField(key) {
			header[key] = append([]string(nil), values...)
		}
	}
	return status, nil
}

// Bodiless reports whether responses of a status are sent without their body.
func Bodiless(status int) bool {
	return status == http.StatusNoContent || status == http.StatusNotModified
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

func isConnectionField(key string) bool {
	switch key {
	case "Connection", "Keep-Alive", "Proxy-Connection", "Proxy-Authenticate", "Proxy-Authorization",
		"Te", "Trailer", "Transfer-Encoding", "Upgrade", "Content-Length":
		return true
	}
	return false
}
