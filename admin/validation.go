package admin

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"
)

// toProblem is a huma.Transformer that turns Huma's own errors into Problems.
// They could be replaced at the source by assigning huma.NewError, but that is
// one variable for the whole process, which other Caddy plugins may use too.
func toProblem(ctx huma.Context, _ string, v any) (any, error) {
	model, ok := v.(*huma.ErrorModel)
	if !ok {
		return v, nil
	}
	switch model.Status {
	case http.StatusBadRequest:
		// What is wrong with parameters stands before it, and none of that is
		// answered with this status.
		i := slices.IndexFunc(model.Errors, func(d *huma.ErrorDetail) bool { return d != nil && d.Location == "body" })
		if i < 0 {
			p := newProblem(model.Status, codeMissingBody, "the request has no body: send a JSON object")
			p.Errors = fieldErrors(model.Errors)
			return p, nil
		}
		p := newProblem(model.Status, codeMalformedJSON, "%s", model.Errors[i].Message)
		p.Errors = fieldErrors(model.Errors)
		return p, nil
	case http.StatusRequestTimeout:
		return newProblem(model.Status, codeBodyTimeout, "the body took longer than %s to arrive", bodyPatience), nil
	case http.StatusRequestEntityTooLarge:
		limit := ctx.Operation().MaxBodyBytes - 1
		return newProblem(model.Status, codeBodyTooLarge, "the body is larger than the limit of %d bytes", limit), nil
	case http.StatusUnsupportedMediaType:
		return newProblem(model.Status, codeMediaType, "send JSON, with Content-Type: %s", jsonType), nil
	case http.StatusUnprocessableEntity:
		p := newProblem(model.Status, codeValidation, "%s", summary(model.Errors))
		p.Errors = fieldErrors(model.Errors)
		return p, nil
	default:
		// What is left is a body that could not be read, because the client
		// went away.
		return internalProblem(), nil
	}
}

// fieldErrors drops values that are no use to anyone: Huma echoes the whole
// object, with the source in it, for a field that is missing. Of very many the
// first are enough.
func fieldErrors(details []*huma.ErrorDetail) []FieldError {
	details = details[:min(len(details), maxFieldErrors)]
	list := make([]FieldError, 0, len(details))
	for _, d := range details {
		if d != nil {
			e := FieldError{Location: d.Location, Message: d.Message, Value: shown(d.Value)}
			if d.Location == "body" {
				e.Value = nil
			}
			list = append(list, e)
		}
	}
	return list
}

// maxFieldErrors is how many errors a problem lists.
const maxFieldErrors = 100

// summarised is how many errors the detail of a problem spells out.
const summarised = 3

func summary(details []*huma.ErrorDetail) string {
	var parts []string
	for _, d := range details[:min(len(details), summarised)] {
		if d != nil {
			parts = append(parts, d.Location+": "+d.Message)
		}
	}
	text := strings.Join(parts, "; ")
	if more := len(details) - summarised; more > 0 {
		text += fmt.Sprintf("; and %d more", more)
	}
	return text
}
