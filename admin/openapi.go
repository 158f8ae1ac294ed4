package admin

import (
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"github.com/picloud/picloud/auth"
)

const (
	documentPath    = BasePath + "/openapi.json"
	documentPattern = http.MethodGet + " " + documentPath
	documentScope   = auth.Read
)

// describeDocument adds the operation that serves the document to it. The
// route is not Huma's, since its body is the result of all the others.
func describeDocument(h huma.API) {
	responses := problemResponses(h, []int{
		http.StatusUnauthorized, http.StatusForbidden, http.StatusInternalServerError,
	})
	responses["200"] = &huma.Response{
		Description: http.StatusText(http.StatusOK),
		Content: map[string]*huma.MediaType{
			jsonType: {Schema: &huma.Schema{Type: huma.TypeObject, AdditionalProperties: true}},
		},
	}
	h.OpenAPI().AddOperation(&huma.Operation{
		Method:      http.MethodGet,
		Path:        documentPath,
		OperationID: "get-openapi",
		Tags:        []string{tagSystem},
		Summary:     "Get the OpenAPI document",
		Description: aboutWithScope("", documentScope),
		Security:    security(documentScope),
		Responses:   responses,
	})
}

func serveDocument(mux *http.ServeMux, document []byte) {
	mux.HandleFunc(documentPattern, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", jsonType)
		// An error means that the client is gone.
		_, _ = w.Write(document)
	})
}

// The names of the ways to show who one is, for the document.
const (
	byToken         = "token"
	bySession       = "session"
	bySecureSession = "sessionOverTLS"
)

// securitySchemes are the credentials that a site asks for. Caddy's admin
// endpoint asks for none, which a document cannot say of one server only.
func securitySchemes() map[string]*huma.SecurityScheme {
	const session = "What signing in gives a browser. It may do what its token may. " +
		"Requests that change something are refused when a page of another origin sends them. "
	return map[string]*huma.SecurityScheme{
		byToken: {
			Type: "http", Scheme: "bearer", BearerFormat: "pcl_...",
			Description: "An API token with the scope of the operation: read, write or admin, each of which includes those before it. " +
				"On Caddy's admin endpoint no credentials are needed.",
		},
		bySession: {
			Type: "apiKey", In: "cookie", Name: auth.PlainCookie,
			Description: session + "The cookie of connections without TLS.",
		},
		bySecureSession: {
			Type: "apiKey", In: "cookie", Name: auth.SecureCookie,
			Description: session + "The cookie of connections with TLS.",
		},
	}
}

// security is what an operation asks for in the terms of OpenAPI: one of the
// credentials, and the scope that its token must have.
func security(need auth.Scope) []map[string][]string {
	if need == auth.Anyone {
		return []map[string][]string{}
	}
	scope := []string{need.String()}
	return []map[string][]string{{byToken: scope}, {bySession: scope}, {bySecureSession: scope}}
}

// aboutWithScope adds to the description of an operation who may do it.
func aboutWithScope(about string, need auth.Scope) string {
	who := "Needs a token or session with the scope " + need.String() + "."
	if need == auth.Anyone {
		who = "Needs no credentials."
	}
	return strings.TrimSpace(about + "\n\n" + who)
}
