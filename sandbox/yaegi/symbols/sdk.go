package symbols

import (
	"net/http"

	"github.com/picloud/picloud/sdk"
)

func sdkStatic() table {
	return table{
		"Error":    fn(sdk.Error),
		"HTML":     fn(sdk.HTML),
		"Redirect": fn(sdk.Redirect),
		"Text":     fn(sdk.Text),

		"ErrEmptyBody": variable(sdk.ErrEmptyBody),
		"Version":      untyped(sdk.Version),

		"Context":     typ[sdk.Context](),
		"Logger":      typ[sdk.Logger](),
		"Request":     typ[sdk.Request](),
		"Response":    typ[sdk.Response](),
		"StatusError": typ[sdk.StatusError](),
	}
}

func sdkBound(h Host) table {
	return table{"JSON": fn(sdkJSON(h))}
}

// sdkJSON is sdk.JSON through the bounded encoder.
func sdkJSON(h Host) func(int, any) *sdk.Response {
	return func(status int, v any) *sdk.Response {
		body, err := encodeJSON(h, "sdk.JSON", v)
		if err != nil {
			text := "the response cannot be encoded as JSON: " + err.Error()
			return sdk.JSON(http.StatusInternalServerError, map[string]string{"error": text})
		}
		return &sdk.Response{
			Status: status,
			Header: http.Header{"Content-Type": {"application/json"}},
			Body:   body,
		}
	}
}
