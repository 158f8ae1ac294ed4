package symbols

import (
	"net/http"
	"reflect"
)

// httpStatic holds what a handler needs to answer a request, and nothing that
// opens a connection, serves one or reads files.
func httpStatic() table {
	t := table{
		"CanonicalHeaderKey": fn(http.CanonicalHeaderKey),
		"NotFound":           fn(http.NotFound),
		"NotFoundHandler":    fn(http.NotFoundHandler),
		"ParseCookie":        fn(http.ParseCookie),
		"ParseHTTPVersion":   fn(http.ParseHTTPVersion),
		"ParseSetCookie":     fn(http.ParseSetCookie),
		"ParseTime":          fn(http.ParseTime),
		"Redirect":           fn(http.Redirect),
		"SetCookie":          fn(http.SetCookie),
		"StatusText":         fn(http.StatusText),

		"ErrBodyNotAllowed": variable(http.ErrBodyNotAllowed),
		"ErrNoCookie":       variable(http.ErrNoCookie),
		"NoBody":            variable(http.NoBody),

		"DefaultMaxHeaderBytes": untyped(http.DefaultMaxHeaderBytes),
		"TimeFormat":            untyped(http.TimeFormat),
		"SameSiteDefaultMode":   fn(http.SameSiteDefaultMode),
		"SameSiteLaxMode":       fn(http.SameSiteLaxMode),
		"SameSiteNoneMode":      fn(http.SameSiteNoneMode),
		"SameSiteStrictMode":    fn(http.SameSiteStrictMode),

		"Cookie":         typ[http.Cookie](),
		"Handler":        typ[http.Handler](),
		"HandlerFunc":    typ[http.HandlerFunc](),
		"Header":         typ[http.Header](),
		"Request":        typ[http.Request](),
		"ResponseWriter": typ[http.ResponseWriter](),
		"SameSite":       typ[http.SameSite](),
	}
	for name, method := range httpMethods() {
		t[name] = untyped(method)
	}
	for name, status := range httpStatuses() {
		t[name] = untyped(status)
	}
	return t
}

func httpBound(h Host) table {
	return table{
		"DetectContentType": scan1(h, http.DetectContentType),
		"Error": fn(func(w http.ResponseWriter, text string, code int) {
			convert(h, len(text))
			http.Error(w, text, code)
		}),
	}
}

// hidden names the fields and methods that exposed types have and scripts may
// not use. The interpreter knows them; the type checker does not, and nothing
// runs that it did not accept.
func hidden(t reflect.Type) map[string]bool {
	if t != reflect.TypeFor[http.Request]() {
		return nil
	}
	return map[string]bool{
		// Fields that lead to certificates, open files and channels.
		"TLS": true, "MultipartForm": true, "Cancel": true, "Response": true, "GetBody": true,
		// Methods that write to a connection or to temporary files, or take a
		// context, which scripts have none of.
		"Write": true, "WriteProxy": true, "MultipartReader": true, "ParseMultipartForm": true,
		"FormFile": true, "Context": true, "WithContext": true, "Clone": true,
	}
}

func httpMethods() map[string]string {
	return map[string]string{
		"MethodConnect": http.MethodConnect,
		"MethodDelete":  http.MethodDelete,
		"MethodGet":     http.MethodGet,
		"MethodHead":    http.MethodHead,
		"MethodOptions": http.MethodOptions,
		"MethodPatch":   http.MethodPatch,
		"MethodPost":    http.MethodPost,
		"MethodPut":     http.MethodPut,
		"MethodTrace":   http.MethodTrace,
	}
}

func httpStatuses() map[string]int {
	return map[string]int{
		"StatusAccepted":                      http.StatusAccepted,
		"StatusAlreadyReported":               http.StatusAlreadyReported,
		"StatusBadGateway":                    http.StatusBadGateway,
		"StatusBadRequest":                    http.StatusBadRequest,
		"StatusConflict":                      http.StatusConflict,
		"StatusContinue":                      http.StatusContinue,
		"StatusCreated":                       http.StatusCreated,
		"StatusEarlyHints":                    http.StatusEarlyHints,
		"StatusExpectationFailed":             http.StatusExpectationFailed,
		"StatusFailedDependency":              http.StatusFailedDependency,
		"StatusForbidden":                     http.StatusForbidden,
		"StatusFound":                         http.StatusFound,
		"StatusGatewayTimeout":                http.StatusGatewayTimeout,
		"StatusGone":                          http.StatusGone,
		"StatusHTTPVersionNotSupported":       http.StatusHTTPVersionNotSupported,
		"StatusIMUsed":                        http.StatusIMUsed,
		"StatusInsufficientStorage":           http.StatusInsufficientStorage,
		"StatusInternalServerError":           http.StatusInternalServerError,
		"StatusLengthRequired":                http.StatusLengthRequired,
		"StatusLocked":                        http.StatusLocked,
		"StatusLoopDetected":                  http.StatusLoopDetected,
		"StatusMethodNotAllowed":              http.StatusMethodNotAllowed,
		"StatusMisdirectedRequest":            http.StatusMisdirectedRequest,
		"StatusMovedPermanently":              http.StatusMovedPermanently,
		"StatusMultiStatus":                   http.StatusMultiStatus,
		"StatusMultipleChoices":               http.StatusMultipleChoices,
		"StatusNetworkAuthenticationRequired": http.StatusNetworkAuthenticationRequired,
		"StatusNoContent":                     http.StatusNoContent,
		"StatusNonAuthoritativeInfo":          http.StatusNonAuthoritativeInfo,
		"StatusNotAcceptable":                 http.StatusNotAcceptable,
		"StatusNotExtended":                   http.StatusNotExtended,
		"StatusNotFound":                      http.StatusNotFound,
		"StatusNotImplemented":                http.StatusNotImplemented,
		"StatusNotModified":                   http.StatusNotModified,
		"StatusOK":                            http.StatusOK,
		"StatusPartialContent":                http.StatusPartialContent,
		"StatusPaymentRequired":               http.StatusPaymentRequired,
		"StatusPermanentRedirect":             http.StatusPermanentRedirect,
		"StatusPreconditionFailed":            http.StatusPreconditionFailed,
		"StatusPreconditionRequired":          http.StatusPreconditionRequired,
		"StatusProcessing":                    http.StatusProcessing,
		"StatusProxyAuthRequired":             http.StatusProxyAuthRequired,
		"StatusRequestEntityTooLarge":         http.StatusRequestEntityTooLarge,
		"StatusRequestHeaderFieldsTooLarge":   http.StatusRequestHeaderFieldsTooLarge,
		"StatusRequestTimeout":                http.StatusRequestTimeout,
		"StatusRequestURITooLong":             http.StatusRequestURITooLong,
		"StatusRequestedRangeNotSatisfiable":  http.StatusRequestedRangeNotSatisfiable,
		"StatusResetContent":                  http.StatusResetContent,
		"StatusSeeOther":                      http.StatusSeeOther,
		"StatusServiceUnavailable":            http.StatusServiceUnavailable,
		"StatusSwitchingProtocols":            http.StatusSwitchingProtocols,
		"StatusTeapot":                        http.StatusTeapot,
		"StatusTemporaryRedirect":             http.StatusTemporaryRedirect,
		"StatusTooEarly":                      http.StatusTooEarly,
		"StatusTooManyRequests":               http.StatusTooManyRequests,
		"StatusUnauthorized":                  http.StatusUnauthorized,
		"StatusUnavailableForLegalReasons":    http.StatusUnavailableForLegalReasons,
		"StatusUnprocessableEntity":           http.StatusUnprocessableEntity,
		"StatusUnsupportedMediaType":          http.StatusUnsupportedMediaType,
		"StatusUpgradeRequired":               http.StatusUpgradeRequired,
		"StatusUseProxy":                      http.StatusUseProxy,
		"StatusVariantAlsoNegotiates":         http.StatusVariantAlsoNegotiates,
	}
}
