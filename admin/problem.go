package admin

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"

	"github.com/picloud/picloud/sandbox"
	"github.com/picloud/picloud/store"
)

// The media types of the API.
const (
	jsonType    = "application/json"
	problemType = "application/problem+json"
)

// The codes of problems. Those of a routing.ParseError are further ones.
const (
	codeAdminClosed   = "admin_closed"
	codeBadCursor     = "bad_cursor"
	codeBadETag       = "bad_etag"
	codeBadID         = "bad_id"
	codeBadQuery      = "bad_query"
	codeBadSetupCode  = "bad_setup_code"
	codeBadToken      = "bad_token"
	codeBadURL        = "bad_url"
	codeBodyTimeout   = "body_timeout"
	codeBodyTooLarge  = "body_too_large"
	codeCrossOrigin   = "cross_origin"
	codeForbidden     = "forbidden"
	codeInternal      = "internal"
	codeInvalidFilter = "invalid_filter"
	codeInvalidGuard  = "invalid_guard"
	codeInvalidScript = "invalid_script"
	codeMalformedJSON = "malformed_json"
	codeMediaType     = "unsupported_media_type"
	codeMethod        = "method_not_allowed"
	codeMissingBody   = "missing_body"
	codeNoBackup      = "no_backup"
	codeNameTaken     = "name_taken"
	codeNotFound      = "not_found"
	codeReadOnlyNode  = "read_only_node"
	codeRouteConflict = "route_conflict"
	codeSetupClosed   = "setup_closed"
	codeStale         = "stale"
	codeTooMany       = "too_many_attempts"
	codeTooManyTails  = "too_many_tails"
	codeTooManyTests  = "too_many_tests"
	codeUnauthorized  = "unauthenticated"
	codeUnavailable   = "unavailable"
	codeUnknownScript = "unknown_script"
	codeValidation    = "validation"
)

// retryAfter is what a caller is told to wait, in seconds, when the store or
// the executor is not there.
const retryAfter = "2"

// Problem is the body of every error: a problem document as RFC 9457 has it,
// with extensions. It is an error and a huma.StatusError.
type Problem struct {
	Status int    `json:"status" doc:"The HTTP status." example:"422"`
	Title  string `json:"title" doc:"The HTTP status in words." example:"Unprocessable Entity"`
	Code   string `json:"code" doc:"What is wrong, as a short word that stays the same." example:"reserved_path"`
	Detail string `json:"detail" doc:"What is wrong and what to do, for people."`

	Errors            []FieldError                    `json:"errors,omitempty" nullable:"false" doc:"What is wrong with the request, one by one."`
	Field             string                          `json:"field,omitempty" doc:"The field of the body that Offset is about."`
	Offset            *int                            `json:"offset,omitempty" minimum:"0" doc:"The byte in the field's value where it goes wrong, from 0."`
	Diagnostics       []sandbox.Diagnostic            `json:"diagnostics,omitempty" nullable:"false" doc:"What is wrong with a script's source. Lines and columns count from 1, columns in UTF-16 units."`
	ScriptDiagnostics map[string][]sandbox.Diagnostic `json:"script_diagnostics,omitempty" doc:"The same for each of the scripts that were sent together, by name."`

	ConflictingRoute *Route   `json:"conflicting_route,omitempty" doc:"The route that is in the way."`
	Witness          *Witness `json:"witness,omitempty" doc:"A request that both routes would match."`
	CurrentRevision  int64    `json:"current_revision,omitempty" doc:"The revision that the script has now."`

	header http.Header
}

// FieldError is one thing that is wrong with a request.
type FieldError struct {
	Location string `json:"location" doc:"Where: body.name, query.limit, path.id, header.If-Match." example:"body.name"`
	Message  string `json:"message" doc:"What is wrong there."`
	Value    any    `json:"value,omitempty" doc:"What was sent, when it is short."`
}

// Error returns the detail.
func (p *Problem) Error() string { return p.Detail }

// GetStatus implements huma.StatusError.
func (p *Problem) GetStatus() int { return p.Status }

// GetHeaders implements huma.HeadersError.
func (p *Problem) GetHeaders() http.Header { return p.header }

// ContentType implements huma.ContentTypeFilter.
func (p *Problem) ContentType(string) string { return problemType }

func newProblem(status int, code, format string, args ...any) *Problem {
	return &Problem{
		Status: status,
		Title:  http.StatusText(status),
		Code:   code,
		Detail: fmt.Sprintf(format, args...),
	}
}

// invalid is a 422 about one place of the request.
func invalid(code, location, value, format string, args ...any) *Problem {
	p := newProblem(http.StatusUnprocessableEntity, code, format, args...)
	p.Errors = []FieldError{{Location: location, Message: p.Detail, Value: shown(value)}}
	return p
}

// with adds a header.
func (p *Problem) with(name, value string) *Problem {
	if p.header == nil {
		p.header = http.Header{}
	}
	p.header.Set(name, value)
	return p
}

// write answers with the problem where Huma is not involved.
func (p *Problem) write(w http.ResponseWriter) {
	maps.Copy(w.Header(), p.header)
	body, err := json.Marshal(p)
	if err != nil {
		// Nothing in a Problem can fail to marshal but a value of a FieldError,
		// and those come from JSON.
		body = []byte("{}")
	}
	w.Header().Set("Content-Type", problemType)
	w.WriteHeader(p.Status)
	// An error means that the client is gone.
	_, _ = w.Write(append(body, '\n'))
}

// problem turns the error of a handler into what the caller is told.
func (a *api) problem(ctx context.Context, err error) *Problem {
	if p, ok := errors.AsType[*Problem](err); ok {
		return p
	}
	switch {
	case errors.Is(err, store.ErrNotFound):
		return newProblem(http.StatusNotFound, codeNotFound, "there is no such object")
	case errors.Is(err, store.ErrConflict):
		return newProblem(http.StatusConflict, codeNameTaken, "that is taken: choose another one")
	case errors.Is(err, store.ErrStale):
		return newProblem(http.StatusPreconditionFailed, codeStale,
			"it was changed in the meantime: get it again and repeat the change")
	case errors.Is(err, store.ErrInvalidText):
		return newProblem(http.StatusUnprocessableEntity, codeValidation, "a text %v: take that out", store.ErrInvalidText)
	case errors.Is(err, store.ErrUnavailable), errors.Is(err, sandbox.ErrUnavailable):
		a.Logger.WarnContext(ctx, "an admin request could not be served", "error", err)
		return unavailable()
	case ctx.Err() != nil:
		// Nobody reads this.
		return newProblem(http.StatusServiceUnavailable, codeUnavailable, "the request ended before its answer")
	default:
		a.Logger.ErrorContext(ctx, "an admin request failed", "error", err)
		return internalProblem()
	}
}

func unavailable() *Problem {
	return newProblem(http.StatusServiceUnavailable, codeUnavailable,
		"the server cannot do that just now: nothing was changed, try again in a moment").with("Retry-After", retryAfter)
}

func internalProblem() *Problem {
	return newProblem(http.StatusInternalServerError, codeInternal,
		"something went wrong on the server: its log says what")
}

// shownLength is how long a value may be to be echoed in a FieldError.
const shownLength = 200

// shown returns a value as far as it is fit for being echoed: sources are not.
func shown(value any) any {
	switch v := value.(type) {
	case string:
		if v == "" || len(v) > shownLength {
			return nil
		}
		return v
	case bool, float64, int, int64:
		return v
	default:
		return nil
	}
}
