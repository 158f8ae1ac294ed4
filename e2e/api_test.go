package e2e

import (
	"net/http"
	"net/url"
	"testing"
	"time"
)

// script is a script as the admin API shows it.
type script struct {
	ID             string    `json:"id"`
	Name           string    `json:"name"`
	Description    string    `json:"description"`
	Source         string    `json:"source"`
	Version        int       `json:"version"`
	Enabled        bool      `json:"enabled"`
	TimeoutMS      int       `json:"timeout_ms"`
	MaxConcurrency int       `json:"max_concurrency"`
	CreatedAt      time.Time `json:"created_at"`
	UpdatedAt      time.Time `json:"updated_at"`
}

// route is a route as the admin API shows it.
type route struct {
	ID            string `json:"id"`
	ScriptID      string `json:"script_id"`
	HostKind      string `json:"host_kind"`
	Host          string `json:"host"`
	HostParamName string `json:"host_param_name"`
	PathKind      string `json:"path_kind"`
	Path          string `json:"path"`
	Method        string `json:"method"`
	Guard         string `json:"guard"`
}

// execution is an execution record. Lists leave out its logs.
type execution struct {
	ID         string    `json:"id"`
	ScriptID   string    `json:"script_id"`
	ScriptName string    `json:"script_name"`
	Version    int       `json:"version"`
	RouteID    string    `json:"route_id"`
	Method     string    `json:"method"`
	Host       string    `json:"host"`
	Path       string    `json:"path"`
	RemoteIP   string    `json:"remote_ip"`
	Status     int       `json:"status"`
	Outcome    string    `json:"outcome"`
	Error      string    `json:"error"`
	StartedAt  time.Time `json:"started_at"`
	Logs       []logLine `json:"logs"`
}

type logLine struct {
	Level   string            `json:"level"`
	Message string            `json:"message"`
	Attrs   map[string]string `json:"attrs"`
}

// problem is the body of every error.
type problem struct {
	Status           int          `json:"status"`
	Title            string       `json:"title"`
	Code             string       `json:"code"`
	Detail           string       `json:"detail"`
	Field            string       `json:"field"`
	Offset           *int         `json:"offset"`
	Diagnostics      []diagnostic `json:"diagnostics"`
	ConflictingRoute *route       `json:"conflicting_route"`
	Witness          *witness     `json:"witness"`
	CurrentRevision  int          `json:"current_revision"`
	ExecutionID      string       `json:"execution_id"`
}

type diagnostic struct {
	Line     int    `json:"line"`
	Column   int    `json:"column"`
	Severity string `json:"severity"`
	Message  string `json:"message"`
}

type witness struct {
	Method string `json:"method"`
	Host   string `json:"host"`
	Path   string `json:"path"`
	URL    string `json:"url"`
}

// page is one page of a list.
type page[T any] struct {
	Items      []T    `json:"items"`
	NextCursor string `json:"next_cursor"`
}

// matchResult is what routes:match answers.
type matchResult struct {
	Matched    bool                `json:"matched"`
	Status     int                 `json:"status"`
	Allow      []string            `json:"allow"`
	Reserved   bool                `json:"reserved"`
	Route      *route              `json:"route"`
	Params     map[string]string   `json:"params"`
	Rest       *string             `json:"rest"`
	Query      map[string][]string `json:"query"`
	Candidates []candidate         `json:"candidates"`
}

type candidate struct {
	Route  route  `json:"route"`
	Won    bool   `json:"won"`
	Reason string `json:"reason"`
}

// checkResult is what routes:check answers.
type checkResult struct {
	OK               bool      `json:"ok"`
	ConflictingRoute *route    `json:"conflicting_route"`
	Witness          *witness  `json:"witness"`
	WinsOver         []related `json:"wins_over"`
	LosesTo          []related `json:"loses_to"`
}

type related struct {
	Route   route   `json:"route"`
	Witness witness `json:"witness"`
}

// create saves a script.
func (s *server) create(t *testing.T, input object) script {
	t.Helper()
	return decode[script](t, s.api(t, http.MethodPost, "/scripts", input).want(t, http.StatusCreated))
}

// bind binds a script.
func (s *server) bind(t *testing.T, to script, input object) route {
	t.Helper()
	return decode[route](t, s.api(t, http.MethodPost, "/scripts/"+to.ID+"/routes", input).want(t, http.StatusCreated))
}

// deploy saves a script and binds it to paths.
func (s *server) deploy(t *testing.T, name, source string, paths ...string) script {
	t.Helper()
	made := s.create(t, object{"name": name, "source": source})
	for _, path := range paths {
		s.bind(t, made, object{"path": path})
	}
	return made
}

// match asks routes:match about a GET.
func (s *server) match(t *testing.T, target string) matchResult {
	t.Helper()
	return decode[matchResult](t, s.api(t, http.MethodPost, "/routes:match",
		object{"method": http.MethodGet, "url": target}).want(t, http.StatusOK))
}

// logs reads all execution records that a query selects.
func (s *server) logs(t *testing.T, query url.Values) []execution {
	t.Helper()
	return list[execution](t, s, "/logs", query)
}

// record reads the execution record of an answer.
func (s *server) record(t *testing.T, of answer) execution {
	t.Helper()
	return decode[execution](t, s.api(t, http.MethodGet, "/logs/"+of.execution(t), nil).want(t, http.StatusOK))
}

// The sources of scripts that several tests use.
const (
	greetSource = `package main

import "github.com/picloud/picloud/sdk"

func Handle(ctx *sdk.Context) (any, error) {
	name := ctx.Request.Params["name"]
	ctx.Log.Info("greeting", "name", name)
	return map[string]any{"name": name, "q": ctx.Request.Query.Get("lang")}, nil
}
`

	// echoSource answers with what it was given.
	echoSource = `package main

import "github.com/picloud/picloud/sdk"

func Handle(ctx *sdk.Context) (any, error) {
	r := ctx.Request
	return map[string]any{
		"method": r.Method,
		"host":   r.Host,
		"path":   r.Path,
		"params": r.Params,
		"rest":   r.Rest,
		"query":  r.Query,
		"length": len(r.Body),
	}, nil
}
`

	// slowSource answers after as many milliseconds as the query asks for.
	slowSource = `package main

import (
	"strconv"
	"time"

	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	ms, err := strconv.Atoi(ctx.Request.Query.Get("ms"))
	if err != nil {
		return nil, sdk.Error(400, "ms is not a number")
	}
	time.Sleep(time.Duration(ms) * time.Millisecond)
	return "awake", nil
}
`
)

// echo is what the script of echoSource answers.
type echo struct {
	Method string              `json:"method"`
	Host   string              `json:"host"`
	Path   string              `json:"path"`
	Params map[string]string   `json:"params"`
	Rest   string              `json:"rest"`
	Query  map[string][]string `json:"query"`
	Length int                 `json:"length"`
}

// textSource is the source of a script that answers with a text.
func textSource(text string) string {
	return `package main

import "github.com/picloud/picloud/sdk"

func Handle(ctx *sdk.Context) any { return "` + text + `" }
`
}
