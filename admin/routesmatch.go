package admin

import (
	"context"
	"errors"
	"net/http"
	"net/netip"
	"net/url"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"github.com/picloud/picloud/auth"
	"github.com/picloud/picloud/routing"
	"github.com/picloud/picloud/store"
)

// MatchInput is a request to be matched.
type MatchInput struct {
	Method   string            `json:"method,omitempty" maxLength:"32" default:"GET" doc:"The request's method."`
	URL      string            `json:"url" maxLength:"8192" doc:"The request's URL, or its path, with or without a query." example:"/greet/alice?lang=en"`
	Host     string            `json:"host,omitempty" maxLength:"260" doc:"The request's host, if not that of the URL."`
	Headers  map[string]string `json:"headers,omitempty" doc:"The request's headers, for guards."`
	RemoteIP string            `json:"remote_ip,omitempty" doc:"The client's address, for guards."`
}

// MatchResult tells which route answers a request and why.
type MatchResult struct {
	Matched    bool                `json:"matched" doc:"Whether a route answers."`
	Status     int                 `json:"status" enum:"200,404,405" doc:"200 when a route answers, 404 when none does, 405 when one would with another method."`
	Allow      []string            `json:"allow" nullable:"false" doc:"The methods that would be answered, when the status is 405."`
	Reserved   bool                `json:"reserved" doc:"Whether the path, or the host, is PiCloud's own, so that no route can answer."`
	Refused    string              `json:"refused,omitempty" doc:"Why no route could ever match the path."`
	Route      *Route              `json:"route" doc:"The route that answers."`
	Params     map[string]string   `json:"params" doc:"What it captures."`
	Rest       string              `json:"rest" doc:"What stands behind its prefix."`
	Query      map[string][]string `json:"query" doc:"The query's values."`
	Candidates []MatchCandidate    `json:"candidates" nullable:"false" doc:"The routes that were considered, or nearly, in the order of evaluation: up to 100."`
	Truncated  bool                `json:"truncated,omitempty" doc:"Whether there are more candidates."`
}

// TransformSchema implements huma.SchemaTransformer: no tag can say that an
// object may be null, or that an array in a map is not.
func (MatchResult) TransformSchema(_ huma.Registry, s *huma.Schema) *huma.Schema {
	route := s.Properties["route"]
	s.Properties["route"] = &huma.Schema{
		Description: route.Description,
		AnyOf:       []*huma.Schema{{Ref: route.Ref}, {Type: "null"}},
	}
	if values, ok := s.Properties["query"].AdditionalProperties.(*huma.Schema); ok {
		values.Nullable = false
	}
	return s
}

// MatchCandidate is a route that was considered.
type MatchCandidate struct {
	Route  Route  `json:"route" doc:"The route."`
	Won    bool   `json:"won" doc:"Whether it answers."`
	Code   string `json:"code" doc:"Why it won or lost: won, method, guard, disabled, precedence, path, host."`
	Reason string `json:"reason" doc:"The same for people."`
}

// codeDisabled is a code of a MatchCandidate beside those of routing.
const codeDisabled = "disabled"

func (a *api) registerRoutesMatch(h huma.API) {
	register(h, a, operation{
		method: http.MethodPost, path: "/routes:match", id: "match-route", passive: true, tag: tagRoutes, scope: auth.Read,
		summary: "Match a request",
		about:   "Tells which route would answer a request on this node, with which captures, and why the others would not.",
	}, a.matchRoute)
}

func (a *api) matchRoute(ctx context.Context, in *struct{ Body MatchInput }) (*struct{ Body MatchResult }, error) {
	req, query, err := in.Body.request()
	if err != nil {
		return nil, err
	}
	out := &struct{ Body MatchResult }{}
	out.Body = MatchResult{
		Status:     http.StatusNotFound,
		Allow:      []string{},
		Params:     map[string]string{},
		Query:      query,
		Candidates: []MatchCandidate{},
	}
	_, reserved := routing.Reserved(req.Path)
	if reserved || a.AdminHost != "" && routing.CanonicalHost(req.Host) == a.AdminHost {
		out.Body.Reserved = true
		return out, nil
	}
	e := a.Table().Explain(req)
	out.Body.Refused, out.Body.Truncated = e.Refused, e.Truncated
	if err := a.fill(ctx, &out.Body, e); err != nil {
		return nil, err
	}
	return out, nil
}

// fill takes over an explanation. The table may be a moment behind the store:
// a route that is gone is left out.
func (a *api) fill(ctx context.Context, out *MatchResult, e routing.Explanation) error {
	for _, c := range e.Candidates {
		record, err := a.related(ctx, c.Route)
		if errors.Is(err, store.ErrNotFound) {
			continue
		}
		if err != nil {
			return err
		}
		candidate := MatchCandidate{Route: showRoute(record), Won: c.Won, Code: c.Code, Reason: c.Reason}
		if c.Code == routing.CodeGuard {
			// The routes of a disabled script have a guard of their own.
			s, err := a.Store.ScriptByID(ctx, record.ScriptID)
			if err != nil && !errors.Is(err, store.ErrNotFound) {
				return err
			}
			if err == nil && !s.Enabled {
				candidate.Code, candidate.Reason = codeDisabled, "its script is disabled"
			}
		}
		out.Candidates = append(out.Candidates, candidate)
		if c.Won {
			out.Matched, out.Status, out.Route = true, http.StatusOK, &candidate.Route
			out.Params, out.Rest = e.Params.Map(), e.Rest
		}
	}
	if !out.Matched && len(e.Allow) > 0 {
		out.Status, out.Allow = http.StatusMethodNotAllowed, e.Allow
	}
	return nil
}

// request returns what the table is asked, and the values of the query.
func (in MatchInput) request() (*routing.Request, map[string][]string, error) {
	u, err := parseTarget(in.URL)
	if err != nil {
		return nil, nil, err
	}
	req := &routing.Request{
		Method:   strings.ToUpper(in.Method),
		Host:     u.Host,
		Path:     u.EscapedPath(),
		RawQuery: u.RawQuery,
		Header:   make(http.Header, len(in.Headers)),
		TLS:      u.Scheme == "https",
	}
	if req.Path == "" {
		req.Path = "/"
	}
	if in.Host != "" {
		req.Host = in.Host
	}
	for name, value := range in.Headers {
		req.Header.Set(name, value)
	}
	if in.RemoteIP != "" {
		ip, err := netip.ParseAddr(in.RemoteIP)
		if err != nil {
			return nil, nil, invalid(codeValidation, "body.remote_ip", in.RemoteIP, "%q is not an IP address", in.RemoteIP)
		}
		req.RemoteIP = ip.String()
	}
	return req, u.Query(), nil
}

// parseTarget reads the URL of a request, or what stands in its first line.
func parseTarget(text string) (*url.URL, error) {
	// A fragment is never sent.
	text, _, _ = strings.Cut(text, "#")
	u, err := url.ParseRequestURI(text)
	switch {
	case err != nil:
		reason := err
		if wrong, ok := errors.AsType[*url.Error](err); ok {
			reason = wrong.Err
		}
		return nil, badURL(text, "the url cannot be parsed: %s", reason)
	case strings.HasPrefix(text, "/"):
		return u, nil
	case u.Scheme != "http" && u.Scheme != "https", u.Host == "":
		return nil, badURL(text, "the url must start with /, http:// or https://")
	}
	return u, nil
}

func badURL(value, format string, args ...any) *Problem {
	p := invalid(codeBadURL, "body.url", value, format, args...)
	p.Field = "url"
	return p
}
