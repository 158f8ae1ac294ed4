package admin

import (
	"context"
	"mime"
	"net/http"
	"reflect"
	"strconv"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"github.com/picloud/picloud/auth"
	"github.com/picloud/picloud/sandbox"
)

const (
	// maxSource is the largest source of a script, in bytes.
	maxSource = sandbox.MaxSource

	// maxSourceBody is the largest body of a request that carries a source:
	// JSON may write each byte of it as a \u escape of six.
	maxSourceBody = 6*maxSource + maxBody

	// maxBundleBody is the largest body of a request that carries many sources.
	maxBundleBody = 32 << 20

	// maxBody is the largest body of any other request.
	maxBody = 64 << 10

	// bodyPatience is how long a body may take to arrive.
	bodyPatience = 30 * time.Second
)

// operation describes one operation of the API.
type operation struct {
	method  string
	path    string // below BasePath
	id      string
	tag     string
	summary string
	about   string
	scope   auth.Scope // what a caller must hold; the zero value lets nobody in
	created bool       // 201 instead of 200
	source  bool       // the body carries a source
	bundle  bool       // the body carries many sources
	passive bool       // changes nothing that a node must not, whatever the method
	errors  []int      // beside those that follow from the input
}

// register adds an operation. Errors of its handler become Problems.
func register[I, O any](h huma.API, a *api, op operation, serve func(context.Context, *I) (*O, error)) {
	input := reflect.TypeFor[I]()
	_, hasBody := input.FieldByName("Body")

	pattern := op.method + " " + BasePath + op.path
	a.scopes[pattern] = op.scope
	a.writes[pattern] = op.method != http.MethodGet && !op.passive
	codes := append([]int{http.StatusForbidden, http.StatusInternalServerError, http.StatusServiceUnavailable}, op.errors...)
	if op.scope != auth.Anyone {
		codes = append(codes, http.StatusUnauthorized)
	}
	if input.NumField() > 0 {
		codes = append(codes, http.StatusUnprocessableEntity)
	}
	o := huma.Operation{
		Method:      op.method,
		Path:        BasePath + op.path,
		OperationID: op.id,
		Tags:        []string{op.tag},
		Summary:     op.summary,
		Description: aboutWithScope(op.about, op.scope),
		Security:    security(op.scope),
	}
	if op.created {
		o.DefaultStatus = http.StatusCreated
	}
	if hasBody {
		codes = append(codes, http.StatusBadRequest, http.StatusRequestEntityTooLarge, http.StatusUnsupportedMediaType)
		// Huma refuses a body that is as long as its limit.
		o.MaxBodyBytes = maxBody + 1
		if op.source {
			o.MaxBodyBytes = maxSourceBody + 1
		}
		if op.bundle {
			o.MaxBodyBytes = maxBundleBody + 1
		}
		o.BodyReadTimeout = bodyPatience
		o.Middlewares = huma.Middlewares{requireJSON}
	}
	o.Responses = problemResponses(h, codes)

	huma.Register(h, o, func(ctx context.Context, in *I) (*O, error) {
		out, err := serve(ctx, in)
		if err != nil {
			return nil, a.problem(ctx, err)
		}
		return out, nil
	})
}

// problemResponses documents the statuses of errors.
func problemResponses(h huma.API, codes []int) map[string]*huma.Response {
	schema := h.OpenAPI().Components.Schemas.Schema(reflect.TypeFor[Problem](), true, "")
	responses := make(map[string]*huma.Response, len(codes))
	for _, code := range codes {
		responses[strconv.Itoa(code)] = &huma.Response{
			Description: http.StatusText(code),
			Content:     map[string]*huma.MediaType{problemType: {Schema: schema}},
		}
	}
	return responses
}

// requireJSON refuses a body that says it is something else. One that says
// nothing is taken for JSON.
func requireJSON(ctx huma.Context, next func(huma.Context)) {
	header := ctx.Header("Content-Type")
	if header == "" {
		next(ctx)
		return
	}
	media, _, err := mime.ParseMediaType(header)
	if err == nil && media == jsonType {
		next(ctx)
		return
	}
	p := newProblem(http.StatusUnsupportedMediaType, codeMediaType,
		"the body is %q: send JSON, with Content-Type: %s", header, jsonType)
	_, w := humago.Unwrap(ctx)
	p.write(w)
}
