package auth

// The names of the session cookie. Browsers take the first one only over TLS,
// for one host, and without a page's help; it is not for plain HTTP.
const (
	SecureCookie = "__Host-picloud_session"
	PlainCookie  = "picloud_session"
)

// CookieName returns the name of the session cookie with or without TLS.
func CookieName(secure bool) string {
	if secure {
		return SecureCookie
	}
	return PlainCookie
}
