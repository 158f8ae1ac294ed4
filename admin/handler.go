package admin

import (
	"log/slog"
	"net/http"
	"net/url"
	"path"
	"runtime/debug"
	"strings"

	"github.com/picloud/picloud/auth"
)

// handler is what surrounds the operations: it lets in who may use them, and
// answers what none of them does, and panics, with problems too.
type handler struct {
	door   door
	mux    *http.ServeMux
	scopes map[string]auth.Scope
	writes map[string]bool
	away   func() bool
	logger *slog.Logger

	refused map[string]bool // patterns that nobody may use here
}

var _ http.Handler = (*handler)(nil)

// ServeHTTP implements http.Handler.
func (h *handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	tracked := &trackingWriter{ResponseWriter: w}
	w.Header().Set("Cache-Control", "no-store")
	defer h.rescue(tracked, r)

	operation, pattern := h.operation(r)
	caller, p := h.door.enter(tracked, r)
	if p == nil {
		p = h.authorize(caller, pattern)
	}
	if p == nil {
		p = refuse(r, operation, pattern)
	}
	if p == nil && h.writes[pattern] && h.away != nil && h.away() {
		p = unavailable()
	}
	if p != nil {
		p.write(tracked)
		return
	}
	h.mux.ServeHTTP(tracked, normalised(r.WithContext(caller.context(r.Context()))))
}

// operation returns which operation a request asks for, with an empty pattern
// when that is none.
func (h *handler) operation(r *http.Request) (http.Handler, string) {
	// The mux would redirect to a cleaned path.
	escaped := r.URL.EscapedPath()
	if path.Clean(escaped) != escaped {
		return http.NotFoundHandler(), ""
	}
	return h.mux.Handler(r)
}

// refuse returns why no operation can take the request, nil if one can.
func refuse(r *http.Request, operation http.Handler, pattern string) *Problem {
	if pattern == "" {
		// Only the mux knows which methods the path has.
		rec := &headerRecorder{header: http.Header{}}
		operation.ServeHTTP(rec, r)
		if allow := rec.header.Get("Allow"); allow != "" {
			return newProblem(http.StatusMethodNotAllowed, codeMethod,
				"%s is not possible here: use %s", r.Method, allow).with("Allow", allow)
		}
		return unknownPath(r)
	}
	if _, err := url.ParseQuery(r.URL.RawQuery); err != nil {
		return newProblem(http.StatusBadRequest, codeBadQuery, "the query of the URL is malformed: %s", err)
	}
	return nil
}

func unknownPath(r *http.Request) *Problem {
	return newProblem(http.StatusNotFound, codeNotFound,
		"there is nothing at %s: %s/openapi.json describes the API", r.URL.Path, BasePath)
}

// normalised returns the request as the operations need it. Huma reads one
// line of a header only, and would answer an Accept header that it does not
// know in different ways; there is nothing but JSON to choose from.
func normalised(r *http.Request) *http.Request {
	clone := *r
	clone.Header = r.Header.Clone()
	clone.Header.Del("Accept")
	if lines := clone.Header.Values("If-Match"); len(lines) > 1 {
		clone.Header.Set("If-Match", strings.Join(lines, ", "))
	}
	return &clone
}

// rescue answers after a panic if nothing was answered yet, else it cuts the
// connection.
func (h *handler) rescue(w *trackingWriter, r *http.Request) {
	v := recover()
	switch {
	case v == nil:
		return
	case v == http.ErrAbortHandler:
		panic(v)
	}
	h.logger.ErrorContext(r.Context(), "panic in the admin API",
		"method", r.Method, "path", r.URL.Path, "panic", v, "stack", string(debug.Stack()))
	if w.wrote {
		panic(http.ErrAbortHandler)
	}
	clear(w.Header())
	internalProblem().with("Cache-Control", "no-store").write(w)
}

// trackingWriter knows whether the head of the response was written.
type trackingWriter struct {
	http.ResponseWriter
	wrote bool
}

// WriteHeader implements http.ResponseWriter.
func (w *trackingWriter) WriteHeader(status int) {
	w.wrote = true
	w.ResponseWriter.WriteHeader(status)
}

// Write implements http.ResponseWriter.
func (w *trackingWriter) Write(p []byte) (int, error) {
	w.wrote = true
	return w.ResponseWriter.Write(p)
}

// Unwrap is for http.ResponseController.
func (w *trackingWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// headerRecorder takes the headers of a response and drops the rest.
type headerRecorder struct{ header http.Header }

func (r *headerRecorder) Header() http.Header       { return r.header }
func (*headerRecorder) Write(p []byte) (int, error) { return len(p), nil }
func (*headerRecorder) WriteHeader(int)             {}
