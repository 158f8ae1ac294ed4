package dashboard

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/base64"
	"path"
	"strconv"
	"strings"
	"sync"
)

// asset is a file of the build.
type asset struct {
	content      []byte
	contentType  string
	cacheControl string
	compressible bool

	// An encoded answer is another representation and has a tag of its own.
	tag, gzipTag string

	// gzipped returns the content compressed, which the first caller does.
	gzipped func() []byte
}

// contentType is the media type of a file. The system's own map is not asked:
// on some systems anything may have changed it.
func contentType(name string) string {
	switch path.Ext(name) {
	case ".html":
		return "text/html; charset=utf-8"
	case ".js", ".mjs":
		return "text/javascript; charset=utf-8"
	case ".css":
		return "text/css; charset=utf-8"
	case ".json":
		return "application/json"
	case ".svg":
		return "image/svg+xml"
	case ".png":
		return "image/png"
	case ".ico":
		return "image/x-icon"
	case ".woff2":
		return "font/woff2"
	case ".txt", ".md":
		return "text/plain; charset=utf-8"
	default:
		return "application/octet-stream"
	}
}

const (
	// immutable is for names with a hash of the content in them.
	immutable = "public, max-age=31536000, immutable"

	// revalidate is for names that another build fills anew.
	revalidate = "no-cache"

	// minCompressed is the size in bytes from which compressing pays.
	minCompressed = 512
)

func newAsset(name string, content []byte) *asset {
	hash := sha256.Sum256(content)
	short := base64.RawURLEncoding.EncodeToString(hash[:12])
	a := &asset{
		content:      content,
		contentType:  contentType(name),
		cacheControl: revalidate,
		tag:          `"` + short + `"`,
		// Caddy's encode takes a suffix such as -gzip from the tags that come back.
		gzipTag: `"` + short + `.gzip"`,
	}
	if strings.HasPrefix(name, "_app/immutable/") {
		a.cacheControl = immutable
	}
	switch path.Ext(name) {
	case ".png", ".ico", ".woff2":
	default:
		a.compressible = len(content) >= minCompressed
	}
	a.gzipped = sync.OnceValue(func() []byte { return compress(content) })
	return a
}

func compress(content []byte) []byte {
	var b bytes.Buffer
	// Neither the level nor a buffer can fail.
	w, _ := gzip.NewWriterLevel(&b, gzip.BestCompression)
	_, _ = w.Write(content)
	_ = w.Close()
	return b.Bytes()
}

// acceptsGzip reports whether the Accept-Encoding headers allow gzip, by name
// or by the asterisk (RFC 9110, section 12.5.3).
func acceptsGzip(headers []string) bool {
	byName, byAsterisk, named := false, false, false
	for part := range strings.SplitSeq(strings.Join(headers, ","), ",") {
		coding, parameters, _ := strings.Cut(part, ";")
		switch strings.ToLower(strings.TrimSpace(coding)) {
		case "gzip", "x-gzip":
			named, byName = true, weight(parameters) > 0
		case "*":
			byAsterisk = weight(parameters) > 0
		}
	}
	if named {
		return byName
	}
	return byAsterisk
}

// weight is the q parameter, 1 when there is none and 0 when it is no number.
func weight(parameters string) float64 {
	for parameter := range strings.SplitSeq(parameters, ";") {
		name, value, _ := strings.Cut(strings.TrimSpace(parameter), "=")
		if !strings.EqualFold(strings.TrimSpace(name), "q") {
			continue
		}
		q, err := strconv.ParseFloat(strings.TrimSpace(value), 64)
		if err != nil {
			return 0
		}
		return q
	}
	return 1
}
