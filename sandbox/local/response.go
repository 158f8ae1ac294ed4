package local

import (
	"fmt"
	"net/http"
	"net/textproto"

	"golang.org/x/net/http/httpguts"

	"github.com/picloud/picloud/sdk"
)

// writeResponse writes the head of a response that a script made. The error
// says what is wrong with it; then nothing was written.
func writeResponse(w http.ResponseWriter, r *sdk.Response) error {
	status := r.Status
	if status == 0 {
		status = http.StatusOK
	}
	if status < 200 || status > 599 {
		return fmt.Errorf("the response's status is %d; it must be from 200 to 599", status)
	}
	for key, values := range r.Header {
		if !httpguts.ValidHeaderFieldName(key) {
			return fmt.Errorf("%q is not the name of a header field", key)
		}
		for _, value := range values {
			if !httpguts.ValidHeaderFieldValue(value) {
				return fmt.Errorf("the value of header field %s has characters that are not allowed", key)
			}
		}
	}
	header := w.Header()
	for key, values := range r.Header {
		key = textproto.CanonicalMIMEHeaderKey(key)
		if !isConnectionField(key) {
			header[key] = append([]string(nil), values...)
		}
	}
	w.WriteHeader(status)
	return nil
}

// isConnectionField reports whether a header field is about the connection or
// the framing, which are the server's business.
func isConnectionField(key string) bool {
	switch key {
	case "Connection", "Keep-Alive", "Proxy-Connection", "Proxy-Authenticate", "Proxy-Authorization",
		"Te", "Trailer", "Transfer-Encoding", "Upgrade", "Content-Length":
		return true
	}
	return false
}
