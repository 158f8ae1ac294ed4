package picloud

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/picloud/picloud/routing"
	"github.com/picloud/picloud/store"
)

// serveReserved answers the paths that are PiCloud's own on every host. word
// is the path's first segment, decoded.
func (a *App) serveReserved(w http.ResponseWriter, r *http.Request, word, path string) {
	rest := reservedRest(path)
	switch {
	case word == "healthz" && rest == "":
		a.serveHealth(w, r)
	case word == "version" && rest == "":
		a.serveVersion(w, r)
	case word == "api" && strings.HasPrefix(rest, executePrefix) && !a.isAdminHost(r):
		hideSession(r.Header)
		a.serveExecute(w, r, strings.TrimPrefix(rest, executePrefix))
	case !a.hasAdmin(r):
		writeNoRoute(w, r)
	case word == "api" && (rest == "/v1/admin" || strings.HasPrefix(rest, "/v1/admin/")):
		a.servePublicAdmin(w, r)
	case word == "admin" && !a.publicAdminOff():
		a.serveDashboard(w, r, rest)
	default:
		writeNoRoute(w, r)
	}
}

// reservedRest is what follows the first segment of a path, as it was sent: the
// path of an API that is encoded is one that there is not.
func reservedRest(path string) string {
	segment := strings.IndexByte(path[1:], '/')
	if segment < 0 {
		return ""
	}
	return path[1+segment:]
}

// serveAdminHost answers what is not reserved on the host that is kept for the
// dashboard: nothing, so that no page there is a user's.
func (a *App) serveAdminHost(w http.ResponseWriter, r *http.Request, path string) {
	if path == "/" && !a.publicAdminOff() {
		http.Redirect(w, r, "/admin/", http.StatusFound)
		return
	}
	writeNoRoute(w, r)
}

func redirectToDashboard(w http.ResponseWriter, r *http.Request) {
	target := "/admin/"
	if r.URL.RawQuery != "" {
		target += "?" + r.URL.RawQuery
	}
	w.Header().Set("Location", target)
	w.WriteHeader(http.StatusPermanentRedirect)
}

// serveHealth tells whether requests are served: "ok", with a second line when
// they are from a local copy, or 503 with the reason.
func (a *App) serveHealth(w http.ResponseWriter, r *http.Request) {
	if !allowRead(w, r) {
		return
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	g, err := a.acquire(r.Context())
	if err != nil {
		w.Header().Set("Retry-After", "1")
		w.WriteHeader(http.StatusServiceUnavailable)
		if errors.Is(err, errNotReady) {
			err = errNotReady // why is in the log: it may name hosts and users
		}
		_, _ = w.Write([]byte(err.Error() + "\n"))
		return
	}
	defer g.release()
	_, _ = w.Write([]byte("ok\n"))
	if f := g.backend.fallback.Load(); f != nil {
		_, _ = fmt.Fprintf(w, "serving a local copy of %s, revision %d: the store cannot be reached\n",
			f.SavedAt.Format(time.RFC3339), f.Revision)
	}
}

// serveVersion tells what is running.
func (a *App) serveVersion(w http.ResponseWriter, r *http.Request) {
	if !allowRead(w, r) {
		return
	}
	g, err := a.acquire(r.Context())
	if err != nil {
		writeUnavailable(w, err)
		return
	}
	defer g.release()
	writeJSON(w, g.versions())
}

func writeJSON(w http.ResponseWriter, value any) {
	body, err := json.Marshal(value)
	if err != nil {
		writeProblem(w, problem{Status: http.StatusInternalServerError, Code: "internal", Detail: "encoding the answer"})
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	_, _ = w.Write(append(body, '\n'))
}

// serveExecute runs a script by its id, without a route, whatever the method.
func (a *App) serveExecute(w http.ResponseWriter, r *http.Request, idText string) {
	id, err := store.ParseID(idText)
	if err != nil {
		writeProblem(w, problem{
			Status: http.StatusNotFound,
			Code:   "no_script",
			Detail: "want /api/v1/execute/ and the id of a script",
		})
		return
	}
	g, err := a.acquire(r.Context())
	if err != nil {
		writeUnavailable(w, err)
		return
	}
	defer g.release()
	if a.Role == roleManager {
		writeManager(w)
		return
	}
	s := g.backend.deployed.Load().scripts[id]
	if s == nil || !s.enabled {
		writeProblem(w, problem{
			Status: http.StatusNotFound,
			Code:   "no_script",
			Detail: "no enabled script has the id " + id.String(),
		})
		return
	}
	passing := &passage{request: routing.Request{RemoteIP: remoteIP(r)}}
	a.execute(w, r, g, boundRoute{script: s}, routing.Match{}, passing)
}

func allowRead(w http.ResponseWriter, r *http.Request) bool {
	if r.Method == http.MethodGet || r.Method == http.MethodHead {
		return true
	}
	writeMethodNotAllowed(w, r, []string{http.MethodGet, http.MethodHead})
	return false
}

const executePrefix = "/v1/execute/"
