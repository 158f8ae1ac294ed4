package cli

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"github.com/spf13/cobra"
)

func (p *program) routes() *cobra.Command {
	return p.group(&cobra.Command{
		Use:   "routes",
		Short: "Binds scripts to paths, and tells which one answers what",
	},
		p.routesList(),
		p.routesAdd(),
		p.routesRemove(),
		p.routesMatch(),
		p.routesCheck(),
	)
}

func (p *program) routesList() *cobra.Command {
	return p.command(&cobra.Command{
		Use:               "list [SCRIPT]",
		ValidArgsFunction: p.completeScripts(false),
		Short:             "Lists the routes of all scripts, or of one",
	}, func(ctx context.Context, r *run) error {
		c, err := r.client()
		if err != nil {
			return err
		}
		path := "/routes"
		if name := r.arg(0); name != "" {
			s, err := c.script(ctx, name)
			if err != nil {
				return err
			}
			path = "/scripts/" + s.ID + "/routes"
		}
		items, err := c.items(ctx, path, nil, 0)
		if err == nil && r.json {
			return r.printItems(items)
		}
		list, err := decodeAll[route](items, err)
		if err != nil {
			return err
		}
		if len(list) == 0 {
			r.note("there are no routes")
			return nil
		}
		names, err := c.scriptNames(ctx)
		if err != nil {
			return err
		}
		slices.SortStableFunc(list, func(a, b route) int {
			return strings.Compare(a.Host+a.Path, b.Host+b.Path)
		})
		rows := [][]string{{"METHOD", "HOST", "PATH", "SCRIPT", "GUARD", "ID"}}
		for _, one := range list {
			rows = append(rows, []string{orAny(one.Method), orAny(one.Host), one.Path, names[one.ScriptID], one.Guard, one.ID})
		}
		return r.table(rows)
	})
}

// orAny shows a method or a host.
func orAny(text string) string {
	if text == "" || text == "*" {
		return "any"
	}
	return text
}

// scriptNames returns the names of all scripts by their ids.
func (c *client) scriptNames(ctx context.Context) (map[string]string, error) {
	list, err := decodeAll[script](c.items(ctx, "/scripts", nil, 0))
	if err != nil {
		return nil, err
	}
	names := make(map[string]string, len(list))
	for _, s := range list {
		names[s.ID] = s.Name
	}
	return names, nil
}

// routeFlags are what a route has beside its pattern.
type routeFlags struct{ method, host, hostParam, guard string }

func (f *routeFlags) add(cmd *cobra.Command) {
	cmd.Flags().StringVar(&f.method, "method", "", "the `method`; the default is any")
	cmd.Flags().StringVar(&f.host, "host", "", "the `host`, such as example.com or *.example.com; the default is any")
	cmd.Flags().StringVar(&f.hostParam, "host-param", "", "the parameter's `name` for what stands in front of the suffix of a wildcard host")
	cmd.Flags().StringVar(&f.guard, "guard", "", "an `expression` that a request must fulfil")
}

// route returns the route of a pattern and the flags.
func (f *routeFlags) route(pattern string) (routeInput, error) {
	in, err := parseRoute(pattern)
	if err != nil {
		return in, usagef("%v", err)
	}
	switch {
	case f.method != "" && in.Method != "":
		return in, usagef("--method and the route %q name two methods: leave one out", pattern)
	case f.host != "" && in.Host != "":
		return in, usagef("--host and the route %q name two hosts: leave one out", pattern)
	}
	if f.method != "" {
		in.Method = strings.ToUpper(f.method)
	}
	if f.host != "" {
		in.Host = f.host
	}
	in.HostParamName, in.Guard = f.hostParam, f.guard
	return in, nil
}

func (p *program) routesAdd() *cobra.Command {
	var flags routeFlags
	cmd := p.command(&cobra.Command{
		Use:               "add SCRIPT ROUTE",
		ValidArgsFunction: p.completeScripts(false),
		Short:             "Binds a script to a path",
		Long: `Binds a script to a path. The route is a path, with a method and a host in front
of it if it is not for all of them:

  routes add greet /greet/:name
  routes add greet 'GET /greet/:name'
  routes add files 'GET *.example.com/files/*'`,
	}, func(ctx context.Context, r *run) error {
		in, err := flags.route(r.arg(1))
		if err != nil {
			return err
		}
		c, err := r.client()
		if err != nil {
			return err
		}
		s, err := c.script(ctx, r.arg(0))
		if err != nil {
			return err
		}
		a, err := c.send(ctx, http.MethodPost, "/scripts/"+s.ID+"/routes", nil, in)
		added, err := decode[route](a, err)
		if err != nil {
			return err
		}
		if r.json {
			r.printJSON(r.out, a.body)
			return nil
		}
		r.say("%s answers %s (route %s)", clean(s.Name), clean(added.String()), added.ID)
		return nil
	})
	flags.add(cmd)
	return cmd
}

func (p *program) routesRemove() *cobra.Command {
	return p.command(&cobra.Command{
		Use:     "rm ID...",
		Aliases: []string{"remove", "delete"},
		Short:   "Removes routes",
	}, func(ctx context.Context, r *run) error {
		for _, id := range r.args {
			if !looksLikeID(id) {
				return usagef("%q is no route's id: `routes list` shows them", id)
			}
		}
		c, err := r.client()
		if err != nil {
			return err
		}
		for _, id := range r.args {
			before, err := decode[route](c.get(ctx, "/routes/"+id, nil))
			if err != nil {
				return err
			}
			if _, err := c.send(ctx, http.MethodDelete, "/routes/"+id, nil, nil); err != nil {
				return err
			}
			if !r.json {
				r.say("removed %s", clean(before.String()))
			}
		}
		return nil
	})
}

func (p *program) routesMatch() *cobra.Command {
	var header []string
	var host, remoteIP string
	cmd := p.command(&cobra.Command{
		Use:   "match [METHOD] URL",
		Short: "Tells which route answers a request, and why the others do not",
		Long: "Tells which route answers a request, and why the others do not. The method is GET if none is named.\n" +
			"If no route answers, the command ends with 1.",
	}, func(ctx context.Context, r *run) error {
		method, target := http.MethodGet, r.args[len(r.args)-1]
		if len(r.args) == 2 {
			method = strings.ToUpper(r.arg(0))
		}
		headers, err := parseHeader(header)
		if err != nil {
			return err
		}
		flat := map[string]string{}
		for name, values := range headers {
			flat[name] = values[0]
		}
		c, err := r.client()
		if err != nil {
			return err
		}
		a, err := c.send(ctx, http.MethodPost, "/routes:match", nil, map[string]any{
			"method": method, "url": target, "host": host, "headers": flat, "remote_ip": remoteIP,
		})
		result, err := decode[matchResult](a, err)
		if err != nil {
			return err
		}
		if r.json {
			r.printJSON(r.out, a.body)
		} else if err := r.showMatch(ctx, c, method, target, result); err != nil {
			return err
		}
		if !result.Matched {
			return coded(ExitFailed, errSaid)
		}
		return nil
	})
	cmd.Flags().StringArrayVarP(&header, "header", "H", nil, "a header, as `Name: value`, for guards; may be repeated")
	cmd.Flags().StringVar(&host, "host", "", "the `host`, if the URL has none")
	cmd.Flags().StringVar(&remoteIP, "remote-ip", "", "the client's `address`, for guards")
	return cmd
}

// matchResult tells which route answers.
type matchResult struct {
	Matched    bool              `json:"matched"`
	Status     int               `json:"status"`
	Allow      []string          `json:"allow"`
	Reserved   bool              `json:"reserved"`
	Refused    string            `json:"refused"`
	Route      *route            `json:"route"`
	Params     map[string]string `json:"params"`
	Rest       string            `json:"rest"`
	Candidates []struct {
		Route  route  `json:"route"`
		Won    bool   `json:"won"`
		Reason string `json:"reason"`
	} `json:"candidates"`
}

func (r *run) showMatch(ctx context.Context, c *client, method, target string, m matchResult) error {
	names, err := c.scriptNames(ctx)
	if err != nil {
		return err
	}
	switch {
	case m.Reserved:
		r.say("%s %s is PiCloud's own: no route can answer it", clean(method), clean(target))
	case m.Refused != "":
		r.say("%s %s can match no route: %s", clean(method), clean(target), clean(m.Refused))
	case m.Matched && m.Route != nil:
		r.say("%s answers, by %s (route %s)", clean(names[m.Route.ScriptID]), clean(m.Route.String()), m.Route.ID)
		for _, name := range sortedKeys(m.Params) {
			r.say("  %s = %q", clean(name), m.Params[name])
		}
		if m.Rest != "" {
			r.say("  rest = %q", m.Rest)
		}
	case m.Status == http.StatusMethodNotAllowed:
		r.say("no route answers %s: the answer is 405, with Allow: %s", clean(method), strings.Join(m.Allow, ", "))
	default:
		r.say("no route answers: 404")
	}
	if len(m.Candidates) == 0 {
		return nil
	}
	rows := [][]string{{"", "ROUTE", "SCRIPT", "WHY"}}
	for _, one := range m.Candidates {
		mark := " "
		if one.Won {
			mark = "*"
		}
		rows = append(rows, []string{mark, one.Route.String(), names[one.Route.ScriptID], one.Reason})
	}
	r.say("")
	return r.table(rows)
}

func (p *program) routesCheck() *cobra.Command {
	var flags routeFlags
	cmd := p.command(&cobra.Command{
		Use:   "check ROUTE",
		Short: "Tells whether a route could be added, and how it stands to others",
		Long: "Tells whether a route could be added, and how it stands to others. The route is written as for `routes add`.\n" +
			"If another route is in its way, the command ends with 5.",
	}, func(ctx context.Context, r *run) error {
		in, err := flags.route(r.arg(0))
		if err != nil {
			return err
		}
		c, err := r.client()
		if err != nil {
			return err
		}
		type related struct {
			Route   route   `json:"route"`
			Witness witness `json:"witness"`
		}
		a, err := c.send(ctx, http.MethodPost, "/routes:check", nil, in)
		result, err := decode[struct {
			OK               bool      `json:"ok"`
			ConflictingRoute *route    `json:"conflicting_route"`
			Witness          *witness  `json:"witness"`
			WinsOver         []related `json:"wins_over"`
			LosesTo          []related `json:"loses_to"`
		}](a, err)
		if err != nil {
			return err
		}
		if r.json {
			r.printJSON(r.out, a.body)
		} else {
			if result.OK {
				r.say("the route can be added")
			} else {
				r.say("the route cannot be added")
				printConflict(r.out, result.ConflictingRoute, result.Witness)
			}
			for _, one := range result.WinsOver {
				r.say("  takes requests from %s, such as %s", clean(one.Route.String()), clean(one.Witness.String()))
			}
			for _, one := range result.LosesTo {
				r.say("  leaves requests to %s, such as %s", clean(one.Route.String()), clean(one.Witness.String()))
			}
		}
		if !result.OK {
			return coded(ExitConflict, errSaid)
		}
		return nil
	})
	flags.add(cmd)
	return cmd
}

// parseHeader reads header lines.
func parseHeader(lines []string) (http.Header, error) {
	header := http.Header{}
	for _, line := range lines {
		name, value, ok := strings.Cut(line, ":")
		if name = strings.TrimSpace(name); !ok || name == "" {
			return nil, usagef("%q is no header: write it as Name: value", line)
		}
		header.Add(name, strings.TrimSpace(value))
	}
	return header, nil
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for key := range m {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}
