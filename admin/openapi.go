package admin

import (
	"net/http"

	"github.com/danielgtaylor/huma/v2"
)

const (
	documentPath    = BasePath + "/openapi.json"
	documentPattern = http.MethodGet + " " + documentPath
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
