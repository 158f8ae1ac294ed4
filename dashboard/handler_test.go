package dashboard

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/base64"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/fstest"
)

const testIndex = `<!doctype html><title>PiCloud</title><script>theme()</script><div><script>
start()
</script></div>`

var testScript = strings.Repeat("export const answer = 42;\n", 100)

func testHandler(t *testing.T) http.Handler {
	t.Helper()
	h, err := newHandler(fstest.MapFS{
		"index.html":                    {Data: []byte(testIndex)},
		"favicon.svg":                   {Data: []byte("<svg/>")},
		"_app/version.json":             {Data: []byte(`{"version":"1"}`)},
		"_app/immutable/start.abc.js":   {Data: []byte(testScript)},
		"_app/immutable/0.abc.css":      {Data: []byte("a{}")},
		"_app/immutable/chunks/_x.1.js": {Data: []byte("1")},
	})
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func get(h http.Handler, method, target string, header ...string) *http.Response {
	r := httptest.NewRequest(method, target, nil)
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w.Result()
}

func body(t *testing.T, r *http.Response) string {
	t.Helper()
	content, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

func TestHandler_ServesFilesScreensAndNothingElse(t *testing.T) {
	t.Parallel()
	h := testHandler(t)
	for _, test := range []struct {
		path         string
		status       int
		contentType  string
		cacheControl string
	}{
		{"/admin/", 200, "text/html; charset=utf-8", "no-cache"},
		{"/admin/scripts", 200, "text/html; charset=utf-8", "no-cache"},
		{"/admin/scripts/0190-ab/versions", 200, "text/html; charset=utf-8", "no-cache"},
		{"/admin/scripts/", 200, "text/html; charset=utf-8", "no-cache"},
		{"/admin/../x", 404, "text/plain; charset=utf-8", "no-store"},
		{"/admin/%2e%2e/x", 404, "text/plain; charset=utf-8", "no-store"},
		{"/admin//x", 404, "text/plain; charset=utf-8", "no-store"},
		{"/admin/index.html", 200, "text/html; charset=utf-8", "no-cache"},
		{"/admin/favicon.svg", 200, "image/svg+xml", "no-cache"},
		{"/admin/_app/version.json", 200, "application/json", "no-cache"},
		{"/admin/_app/immutable/start.abc.js", 200, "text/javascript; charset=utf-8", "public, max-age=31536000, immutable"},
		{"/admin/_app/immutable/0.abc.css", 200, "text/css; charset=utf-8", "public, max-age=31536000, immutable"},
		{"/admin/_app/immutable/chunks/_x.1.js", 200, "text/javascript; charset=utf-8", "public, max-age=31536000, immutable"},
		{"/admin/_app/immutable/start.old.js", 404, "text/plain; charset=utf-8", "no-store"},
		{"/admin/_app/immutable/chunks", 404, "text/plain; charset=utf-8", "no-store"},
		{"/admin/_app", 404, "text/plain; charset=utf-8", "no-store"},
		{"/admin/_app/", 404, "text/plain; charset=utf-8", "no-store"},
		{"/admin/robots.txt", 404, "text/plain; charset=utf-8", "no-store"},
		{"/admin/scripts/app.js", 404, "text/plain; charset=utf-8", "no-store"},
		{"/elsewhere", 404, "text/plain; charset=utf-8", "no-store"},
	} {
		t.Run(test.path, func(t *testing.T) {
			t.Parallel()
			r := get(h, http.MethodGet, test.path)
			if r.StatusCode != test.status || r.Header.Get("Content-Type") != test.contentType ||
				r.Header.Get("Cache-Control") != test.cacheControl {
				t.Errorf("got %d, %q, %q; want %d, %q, %q", r.StatusCode, r.Header.Get("Content-Type"),
					r.Header.Get("Cache-Control"), test.status, test.contentType, test.cacheControl)
			}
		})
	}
}

func TestHandler_TakesReadingMethodsOnly(t *testing.T) {
	t.Parallel()
	h := testHandler(t)

	head := get(h, http.MethodHead, "/admin/")
	if head.StatusCode != http.StatusOK || head.ContentLength != int64(len(testIndex)) || body(t, head) != "" {
		t.Errorf("HEAD: %d with a length of %d", head.StatusCode, head.ContentLength)
	}
	for _, method := range []string{http.MethodPost, http.MethodPut, http.MethodDelete, http.MethodOptions} {
		r := get(h, method, "/admin/scripts")
		if r.StatusCode != http.StatusMethodNotAllowed || r.Header.Get("Allow") != "GET, HEAD" {
			t.Errorf("%s: %d, Allow %q", method, r.StatusCode, r.Header.Get("Allow"))
		}
	}
}

func TestHandler_CompressesForThoseWhoTakeIt(t *testing.T) {
	t.Parallel()
	h := testHandler(t)
	const path = "/admin/_app/immutable/start.abc.js"

	plain := get(h, http.MethodGet, path)
	if plain.Header.Get("Content-Encoding") != "" || body(t, plain) != testScript {
		t.Error("without Accept-Encoding the file should come as it is")
	}
	r := get(h, http.MethodGet, path, "Accept-Encoding", "br, gzip;q=0.5")
	content := body(t, r)
	if r.Header.Get("Content-Encoding") != "gzip" || r.ContentLength != int64(len(content)) || len(content) >= len(testScript) {
		t.Fatalf("Content-Encoding %q, Content-Length %d, %d bytes", r.Header.Get("Content-Encoding"), r.ContentLength, len(content))
	}
	decoder, err := gzip.NewReader(strings.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	decoded, err := io.ReadAll(decoder)
	if err != nil || string(decoded) != testScript {
		t.Errorf("decoding: %v, %d bytes", err, len(decoded))
	}
	if r.Header.Get("ETag") == plain.Header.Get("ETag") {
		t.Error("both representations have one ETag")
	}
	for _, answer := range []*http.Response{plain, r} {
		if answer.Header.Get("Vary") != "Accept-Encoding" {
			t.Errorf("Vary %q", answer.Header.Get("Vary"))
		}
	}
	small := get(h, http.MethodGet, "/admin/favicon.svg", "Accept-Encoding", "gzip")
	if small.Header.Get("Content-Encoding") != "" {
		t.Error("a small file gains nothing from compressing")
	}
}

func TestHandler_AnswersNotModifiedByETag(t *testing.T) {
	t.Parallel()
	h := testHandler(t)
	for _, encoding := range []string{"identity", "gzip"} {
		first := get(h, http.MethodGet, "/admin/_app/immutable/start.abc.js", "Accept-Encoding", encoding)
		tag := first.Header.Get("ETag")
		again := get(h, http.MethodGet, "/admin/_app/immutable/start.abc.js", "Accept-Encoding", encoding, "If-None-Match", tag)
		if again.StatusCode != http.StatusNotModified || again.Header.Get("ETag") != tag || body(t, again) != "" {
			t.Errorf("%s: %d with ETag %q, want 304 with %q", encoding, again.StatusCode, again.Header.Get("ETag"), tag)
		}
		other := get(h, http.MethodGet, "/admin/_app/immutable/start.abc.js", "Accept-Encoding", encoding, "If-None-Match", `"other"`)
		if other.StatusCode != http.StatusOK {
			t.Errorf("%s: %d for another ETag", encoding, other.StatusCode)
		}
	}
}

func TestHandler_AnswersAFailedPreconditionWithNoLength(t *testing.T) {
	t.Parallel()
	h := testHandler(t)
	const path = "/admin/_app/immutable/start.abc.js"
	refused := get(h, http.MethodGet, path, "If-Match", `"other"`)
	if refused.StatusCode != http.StatusPreconditionFailed || refused.ContentLength > 0 || body(t, refused) != "" {
		t.Errorf("%d with a length of %d", refused.StatusCode, refused.ContentLength)
	}
	if met := get(h, http.MethodGet, path, "If-Match", "*"); met.StatusCode != http.StatusOK || body(t, met) != testScript {
		t.Errorf("%d when it is met", met.StatusCode)
	}
}

func TestHandler_ServesRanges(t *testing.T) {
	t.Parallel()
	r := get(testHandler(t), http.MethodGet, "/admin/_app/immutable/start.abc.js", "Range", "bytes=0-5")
	if content := body(t, r); r.StatusCode != http.StatusPartialContent || content != testScript[:6] {
		t.Errorf("%d with %q", r.StatusCode, content)
	}
}

func TestHandler_ProtectsEveryAnswer(t *testing.T) {
	t.Parallel()
	h := testHandler(t)
	for _, path := range []string{"/admin/", "/admin/_app/immutable/start.abc.js", "/admin/_app/none.js"} {
		header := get(h, http.MethodGet, path).Header
		for name, want := range map[string]string{
			"X-Content-Type-Options":     "nosniff",
			"X-Frame-Options":            "DENY",
			"Referrer-Policy":            "no-referrer",
			"Cross-Origin-Opener-Policy": "same-origin",
		} {
			if header.Get(name) != want {
				t.Errorf("%s: %s is %q, want %q", path, name, header.Get(name), want)
			}
		}
		if !strings.Contains(header.Get("Content-Security-Policy"), "default-src 'none'") {
			t.Errorf("%s: no policy", path)
		}
	}
}

func TestContentSecurityPolicy_AllowsTheInlineScriptsByHash(t *testing.T) {
	t.Parallel()
	policy := contentSecurityPolicy([]byte(testIndex))
	for _, script := range []string{"theme()", "\nstart()\n"} {
		hash := sha256.Sum256([]byte(script))
		want := "'sha256-" + base64.StdEncoding.EncodeToString(hash[:]) + "'"
		if !strings.Contains(policy, want) {
			t.Errorf("%s is not in %s", want, policy)
		}
	}
	if strings.Contains(policy, "unsafe-inline") || strings.Contains(policy, "unsafe-eval") {
		t.Errorf("the policy is lax: %s", policy)
	}
}

func TestAcceptsGzip_FollowsWeights(t *testing.T) {
	t.Parallel()
	for header, want := range map[string]bool{
		"":                      false,
		"gzip":                  true,
		"GZIP":                  true,
		"br, gzip":              true,
		"br;q=1, gzip ; q=0.1":  true,
		"gzip;q=0":              false,
		"gzip;q=0.000, *":       false,
		"*":                     true,
		"*;q=0":                 false,
		"br":                    false,
		"identity":              false,
		"gzip;q=nonsense":       false,
		"deflate, x-gzip;q=0.8": true,
	} {
		if got := acceptsGzip([]string{header}); got != want {
			t.Errorf("%q: got %t, want %t", header, got, want)
		}
	}
}

func TestNewHandler_WantsAnIndex(t *testing.T) {
	t.Parallel()
	if _, err := newHandler(fstest.MapFS{"favicon.svg": {Data: []byte("<svg/>")}}); err == nil {
		t.Error("a build without index.html should be refused")
	}
}

func TestHandler_ServesTheEmbeddedBuild(t *testing.T) {
	t.Parallel()
	h, err := Handler()
	if err != nil {
		t.Fatal(err)
	}
	r := get(h, http.MethodGet, BasePath)
	page := body(t, r)
	if r.StatusCode != http.StatusOK || !strings.Contains(page, "PiCloud") {
		t.Fatalf("%d: %s", r.StatusCode, page)
	}
	// Whatever the page asks for is there, and is what a build made.
	checked := 0
	for part := range strings.SplitSeq(page, `"`) {
		if !strings.HasPrefix(part, "/admin/_app/") {
			continue
		}
		checked++
		if r := get(h, http.MethodGet, part); r.StatusCode != http.StatusOK || !strings.Contains(r.Header.Get("Cache-Control"), "immutable") {
			t.Errorf("%s: %d, %q", part, r.StatusCode, r.Header.Get("Cache-Control"))
		}
	}
	if checked == 0 {
		t.Error("the page asks for nothing: it is no build")
	}
	if got := bytes.Count([]byte(contentSecurityPolicy([]byte(page))), []byte("'sha256-")); got != 3 {
		t.Errorf("the policy has %d hashes, want two of scripts and one of a style", got)
	}
}
