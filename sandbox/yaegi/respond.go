package yaegi

import (
	"errors"
	"net/http"

	"github.com/picloud/picloud/sandbox"
	"github.com/picloud/picloud/sandbox/yaegi/symbols"
	"github.com/picloud/picloud/sdk"
	"github.com/picloud/picloud/sdk/sdkrun"
)

// respond turns what Handle returned into a response, by the rules of package
// sdk. Values are encoded here, under the meter: their methods are script code.
// There is room for the response, if it has to be made.
func (in *instance) respond(room *sdk.Response, value any, err error) (*sdk.Response, error) {
	if err != nil {
		for _, cause := range symbols.ErrorChain(in.host, err) {
			if _, ok := any(cause).(*sdk.StatusError); ok { // where errors.As does not look behind a script's errors
				err = cause
				break
			}
		}
		response, err := sdk.ResponseOf(nil, err)
		if err != nil {
			return nil, &sandbox.HandleError{Message: err.Error()}
		}
		return response, nil
	}
	switch v := value.(type) {
	case string:
		// As sdk.ResponseOf has it, but for a map that need not be made anew.
		*room = sdk.Response{Status: http.StatusOK, Header: in.plain, Body: []byte(v)}
		return room, nil
	case nil, []byte, *sdk.Response, sdk.Response:
		return sdk.ResponseOf(value, nil)
	}
	body, err := symbols.EncodeJSON(in.host, value)
	if err != nil {
		return nil, &sandbox.HandleError{Message: "encoding the result as JSON: " + err.Error()}
	}
	*room = sdk.Response{Status: http.StatusOK, Header: in.json, Body: body}
	return room, nil
}

var errTooLarge = errors.New("the response is larger than its limit")

// newRecorder returns the http.ResponseWriter of the handler form.
func newRecorder(m *sandbox.Meter) *sdkrun.Recorder {
	return &sdkrun.Recorder{Allow: func(size int) error {
		if int64(size) > m.Limits().ResponseBytes {
			m.Stop(sandbox.ResponseLimit)
			return errTooLarge
		}
		return nil
	}}
}
