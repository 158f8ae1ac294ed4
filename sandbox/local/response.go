package local

import (
	"net/http"

	"github.com/picloud/picloud/sdk"
	"github.com/picloud/picloud/sdk/sdkrun"
)

// writeResponse writes the head of a response that a script made. The error
// says what is wrong with it; then nothing was written.
func writeResponse(w http.ResponseWriter, r *sdk.Response) error {
	status, err := sdkrun.Head(w.Header(), r)
	if err != nil {
		return err
	}
	w.WriteHeader(status)
	return nil
}
