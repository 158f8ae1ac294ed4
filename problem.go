package picloud

import (
	"encoding/json"
	"errors"
	"net/http"
	"strconv"
	"strings"

	"github.com/picloud/picloud/sandbox"
)

// problem is a problem document (RFC 9457). It tells clients what went wrong
// and nothing of a script's internals.
type problem struct {
	Status      int    `json:"status"`
	Title       string `json:"title"`
	Code        string `json:"code"`
	Detail      string `json:"detail"`
	ExecutionID string `json:"execution_id,omitempty"`
}

func writeProblem(w http.ResponseWriter, p problem) {
	if p.Title == "" {
		p.Title = http.StatusText(p.Status)
	}
	body, err := json.Marshal(p)
	if err != nil {
		w.WriteHeader(http.StatusInternalServerError)
		return
	}
	h := w.Header()
	h.Set("Content-Type", "application/problem+json")
	h.Set("Content-Length", strconv.Itoa(len(body)+1))
	h.Set("Cache-Control", "no-store")
	w.WriteHeader(p.Status)
	_, _ = w.Write(append(body, '\n')) // the client is gone: nobody is left to tell
}

// writeUnavailable answers a request that came before PiCloud was ready.
func writeUnavailable(w http.ResponseWriter, err error) {
	detail := "PiCloud cannot serve this yet: try again shortly"
	if errors.Is(err, errNotReady) {
		detail = "PiCloud cannot reach its store yet: try again shortly"
	}
	w.Header().Set("Retry-After", "1")
	writeProblem(w, problem{Status: http.StatusServiceUnavailable, Code: "not_ready", Detail: detail})
}

// writeManager answers what a script would, on a node where none does.
func writeManager(w http.ResponseWriter) {
	writeProblem(w, problem{
		Status: http.StatusNotFound,
		Code:   "manager_node",
		Detail: "no script answers on this node, which has the role manager: send users to the others",
	})
}

func writeNoRoute(w http.ResponseWriter, r *http.Request) {
	writeProblem(w, problem{
		Status: http.StatusNotFound,
		Code:   "no_route",
		Detail: "no route matches " + r.Method + " " + r.URL.EscapedPath(),
	})
}

func writeMethodNotAllowed(w http.ResponseWriter, r *http.Request, allow []string) {
	allowed := strings.Join(allow, ", ")
	w.Header().Set("Allow", allowed)
	writeProblem(w, problem{
		Status: http.StatusMethodNotAllowed,
		Code:   "method_not_allowed",
		Detail: r.URL.EscapedPath() + " does not answer " + r.Method + ": use " + allowed,
	})
}

// outcomeDetail says in words for clients how an execution ended.
func outcomeDetail(o sandbox.Outcome) string {
	switch o {
	case sandbox.Timeout:
		return "the script did not answer in time"
	case sandbox.Overloaded:
		return "too many executions of this script at once: try again shortly"
	case sandbox.Crashed:
		return "what ran the script died"
	case sandbox.OperationLimit:
		return "the script used up its operations"
	case sandbox.MemoryLimit:
		return "the script used up its memory"
	case sandbox.DepthLimit:
		return "the script nested its calls too deeply"
	case sandbox.ResponseLimit:
		return "the script's response is too large"
	case sandbox.Canceled:
		return "the request was canceled"
	default:
		return "the script failed: its execution record tells why"
	}
}
