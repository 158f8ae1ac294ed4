package dashboard

import (
	"bytes"
	"fmt"
	"io/fs"
	"net/http"
	"path"
	"strconv"
	"strings"
	"time"
)

// BasePath is where the dashboard is served. Its build knows that too.
const BasePath = "/admin/"

// indexName is the page that every screen of the dashboard begins with.
const indexName = "index.html"

// Handler serves the embedded dashboard below BasePath.
//
// Names that a build made are cached for ever, everything else is asked for
// again each time and answered by its ETag. A path that is no file and could
// not be one is a screen of the dashboard and gets its page; all others are
// 404. It is safe for concurrent use, and there may be several.
func Handler() (http.Handler, error) {
	root, err := fs.Sub(dist, "dist")
	if err != nil {
		return nil, fmt.Errorf("dashboard: %w", err)
	}
	return newHandler(root)
}

// handler serves the files of one build.
type handler struct {
	assets map[string]*asset
	policy string
}

func newHandler(root fs.FS) (*handler, error) {
	h := &handler{assets: map[string]*asset{}}
	err := fs.WalkDir(root, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := fs.ReadFile(root, name)
		if err != nil {
			return err
		}
		h.assets[name] = newAsset(name, content)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("dashboard: reading the build: %w", err)
	}
	index := h.assets[indexName]
	if index == nil {
		return nil, fmt.Errorf("dashboard: the build has no %s", indexName)
	}
	h.policy = contentSecurityPolicy(index.content)
	return h, nil
}

// ServeHTTP implements http.Handler.
func (h *handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h.protect(w.Header())
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		refuse(w, http.StatusMethodNotAllowed)
		return
	}
	name, below := strings.CutPrefix(r.URL.Path, BasePath)
	if !below {
		refuse(w, http.StatusNotFound)
		return
	}
	found := h.assets[name]
	if found == nil && isScreen(name) {
		found = h.assets[indexName]
	}
	if found == nil {
		refuse(w, http.StatusNotFound)
		return
	}
	found.serve(w, r)
}

// isScreen reports whether a name that no file has may be a screen of the
// dashboard: one that is neither part of the build nor looks like a file. An
// old page that asks for a script of an older build must not get HTML.
func isScreen(name string) bool {
	name = strings.TrimSuffix(name, "/")
	if name != "" && path.Clean("/"+name) != "/"+name {
		return false
	}
	return name != "_app" && !strings.HasPrefix(name, "_app/") && path.Ext(name) == ""
}

// protect sets what keeps the dashboard from other sites, and from whatever
// might get into it.
func (h *handler) protect(header http.Header) {
	header.Set("Content-Security-Policy", h.policy)
	header.Set("X-Content-Type-Options", "nosniff")
	header.Set("X-Frame-Options", "DENY")
	header.Set("Referrer-Policy", "no-referrer")
	header.Set("Cross-Origin-Opener-Policy", "same-origin")
}

func refuse(w http.ResponseWriter, status int) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = fmt.Fprintln(w, strings.ToLower(http.StatusText(status))) // the client is gone: nobody is left to tell
}

// serve answers with the file, compressed if the client takes that.
func (a *asset) serve(w http.ResponseWriter, r *http.Request) {
	header := w.Header()
	header.Set("Content-Type", a.contentType)
	header.Set("Cache-Control", a.cacheControl)
	content, tag := a.content, a.tag
	if a.compressible {
		header.Set("Vary", "Accept-Encoding")
		if acceptsGzip(r.Header.Values("Accept-Encoding")) {
			content, tag = a.gzipped(), a.gzipTag
			header.Set("Content-Encoding", "gzip")
		}
	}
	header.Set("ETag", tag)
	if r.Header.Get("Range") == "" && r.Header.Get("If-Match") == "" {
		// ServeContent leaves it out for what is encoded, but lets it stand in a 412.
		header.Set("Content-Length", strconv.Itoa(len(content)))
	}
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(content))
}
