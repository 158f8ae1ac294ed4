package admin

import (
	"bytes"
	"encoding/base64"
	"net/http"
	"unicode/utf8"
)

// maxShownBody is how many bytes of a test run's response are shown.
const maxShownBody = 1 << 20

// capture takes the response of a test run and keeps the beginning of its
// body.
type capture struct {
	header http.Header
	sent   http.Header // the header when the head was written
	status int
	head   bool // the request's method is HEAD
	body   bytes.Buffer
	size   int64
}

var _ http.ResponseWriter = (*capture)(nil)

// Header implements http.ResponseWriter.
func (c *capture) Header() http.Header { return c.header }

// WriteHeader implements http.ResponseWriter.
func (c *capture) WriteHeader(status int) {
	if c.status == 0 && status >= http.StatusOK {
		c.status, c.sent = status, c.header.Clone()
	}
}

// Write implements http.ResponseWriter.
func (c *capture) Write(p []byte) (int, error) {
	if c.status == 0 {
		c.WriteHeader(http.StatusOK)
	}
	if c.head {
		return len(p), nil // as a server does
	}
	c.size += int64(len(p))
	c.body.Write(p[:min(len(p), maxShownBody-c.body.Len())])
	return len(p), nil
}

// response is what is shown of the response.
func (c *capture) response() *TestResponse {
	header := c.sent
	r := &TestResponse{
		Status:    c.status,
		Header:    header,
		Size:      c.size,
		Truncated: c.size > int64(c.body.Len()),
	}
	body := c.body.Bytes()
	if _, set := header["Content-Type"]; !set && len(body) > 0 && header.Get("Content-Encoding") == "" {
		// A server would look at the body too.
		header.Set("Content-Type", http.DetectContentType(body))
	}
	text := body
	if r.Truncated {
		text = wholeRunes(body)
	}
	if utf8.Valid(text) && !bytes.ContainsRune(text, 0) {
		r.Body = new(string(text))
	} else {
		r.BodyBase64 = new(base64.StdEncoding.EncodeToString(body))
	}
	return r
}

// wholeRunes cuts off a character at the end of text that is not complete.
func wholeRunes(text []byte) []byte {
	for i := len(text) - 1; i >= 0 && i > len(text)-utf8.UTFMax; i-- {
		if utf8.RuneStart(text[i]) {
			if !utf8.FullRune(text[i:]) {
				return text[:i]
			}
			break
		}
	}
	return text
}
