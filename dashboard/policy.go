package dashboard

import (
	"crypto/sha256"
	"encoding/base64"
	"regexp"
	"strings"
)

// inlineScript finds the scripts that stand in the page itself: the one that
// starts the application, which each build changes, and the one that sets the
// theme before anything is drawn.
var inlineScript = regexp.MustCompile(`(?s)<script>(.*?)</script>`)

// announcerStyle is the hash of the style attribute of the element in which
// SvelteKit announces the name of a new screen to screen readers. Without it
// that element would show.
const announcerStyle = "'sha256-S8qMpvofolR8Mpjy4kQvEm7m1q8clzU4dfDH0AmvZjo='"

// contentSecurityPolicy allows the application's own files and nothing else.
// Inline scripts are allowed by their hash, data URLs for the marks in the
// margin of the editor.
func contentSecurityPolicy(index []byte) string {
	scripts := []string{"script-src 'self'"}
	for _, match := range inlineScript.FindAllSubmatch(index, -1) {
		hash := sha256.Sum256(match[1])
		scripts = append(scripts, "'sha256-"+base64.StdEncoding.EncodeToString(hash[:])+"'")
	}
	return strings.Join([]string{
		"default-src 'none'",
		strings.Join(scripts, " "),
		"style-src 'self'",
		"style-src-attr 'unsafe-hashes' " + announcerStyle,
		"img-src 'self' data:",
		"font-src 'self'",
		"connect-src 'self'",
		"object-src 'none'",
		"base-uri 'none'",
		"form-action 'self'",
		"frame-ancestors 'none'",
		"require-trusted-types-for 'script'",
		"trusted-types svelte-trusted-html",
	}, "; ")
}
