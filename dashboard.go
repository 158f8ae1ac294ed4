package picloud

import (
	"net/http"
	"sync"

	"github.com/picloud/picloud/dashboard"
)

// dashboardHandler is the dashboard, which is the same for every config.
var dashboardHandler = sync.OnceValues(dashboard.Handler)

// serveDashboard answers what is below /admin, where rest is what follows that.
// It needs no store, so that the dashboard can tell when there is none.
func (a *App) serveDashboard(w http.ResponseWriter, r *http.Request, rest string) {
	if rest == "" {
		redirectToDashboard(w, r)
		return
	}
	h, err := dashboardHandler()
	if err != nil {
		a.logger.Error("the dashboard cannot be served", "error", err)
		writeProblem(w, problem{
			Status: http.StatusInternalServerError,
			Code:   "internal",
			Detail: "the dashboard is not part of this build",
		})
		return
	}
	h.ServeHTTP(w, r)
}
