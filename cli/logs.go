package cli

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"
)

// selection is which executions to show.
type selection struct {
	script, route, outcome, status, since, until, text, filter string

	limit  int
	follow bool
}

func (p *program) logs() *cobra.Command {
	var sel selection
	cmd := p.command(&cobra.Command{
		Use:   "logs [ID]",
		Short: "Shows executions, and what scripts have logged",
		Long: `Shows the latest executions, the newest one last. With the id of an execution,
which every answer of a script has in its header X-Picloud-Execution-Id, it shows
all of that one, with what the script has logged.

With --follow it shows executions as they happen, with their log lines, until
Ctrl-C. It takes up again where it was when the server is reloaded or restarted.`,
	}, func(ctx context.Context, r *run) error {
		c, err := r.client()
		if err != nil {
			return err
		}
		if id := r.arg(0); id != "" {
			if sel.follow {
				return usagef("--follow shows what is to come: leave out the id")
			}
			return r.showLog(ctx, c, id)
		}
		parameters, err := sel.query(ctx, r, c)
		if err != nil {
			return err
		}
		if sel.follow {
			return r.follow(ctx, c, parameters)
		}
		items, err := c.items(ctx, "/logs", parameters, sel.limit)
		if err == nil && r.json {
			return r.printItems(items)
		}
		list, err := decodeAll[execution](items, err)
		if err != nil {
			return err
		}
		if len(list) == 0 {
			r.note("there are no such executions")
			return nil
		}
		slices.Reverse(list)
		several := slices.ContainsFunc(list, func(e execution) bool { return e.Node != list[0].Node })
		rows := [][]string{{"TIME", "STATUS", "OUTCOME", "TOOK", "SCRIPT", "REQUEST", "ID"}}
		for _, e := range list {
			rows = append(rows, []string{
				r.when(e.StartedAt), strconv.Itoa(e.Status), e.Outcome, milliseconds(e.DurationMS),
				fmt.Sprintf("%s v%d", e.ScriptName, e.Version), e.Method + " " + e.Host + e.Path, e.ID,
			})
		}
		if several {
			rows[0] = slices.Insert(rows[0], nodeColumn, "NODE")
			for i, e := range list {
				rows[i+1] = slices.Insert(rows[i+1], nodeColumn, e.Node)
			}
		}
		return r.table(rows)
	})
	flags := cmd.Flags()
	flags.BoolVarP(&sel.follow, "follow", "f", false, "show executions as they happen")
	flags.StringVarP(&sel.script, "script", "s", "", "only executions of the script with this `name`")
	flags.StringVar(&sel.route, "route", "", "only executions by the route with this `id`")
	flags.StringVar(&sel.outcome, "outcome", "", "only executions with this `outcome`: ok, error, timeout, …")
	flags.StringVar(&sel.status, "status", "", "only executions with a status of this `class`: 2xx, 3xx, 4xx, 5xx")
	flags.StringVar(&sel.since, "since", "", "only executions since a `time`: 15m, 2h, or 2026-01-31T12:00:00Z")
	flags.StringVar(&sel.until, "until", "", "only executions before a `time`")
	flags.StringVar(&sel.text, "text", "", "only executions with this `text` in their path, error or log")
	flags.StringVar(&sel.filter, "filter", "", "only executions that fulfil an `expression`, such as 'duration_ms > 100'")
	flags.IntVarP(&sel.limit, "limit", "n", 20, "the `number` of executions to show")
	return cmd
}

// nodeColumn is where a list of executions names their nodes, if they are of
// several.
const nodeColumn = 4

// query returns the parameters of the selection.
func (sel *selection) query(ctx context.Context, r *run, c *client) (url.Values, error) {
	if sel.limit < 1 {
		return nil, usagef("--limit must be 1 or more")
	}
	since, err := r.moment("--since", sel.since)
	if err != nil {
		return nil, err
	}
	until, err := r.moment("--until", sel.until)
	if err != nil {
		return nil, err
	}
	if sel.follow && (since != "" || until != "") {
		return nil, usagef("--follow shows what is to come: leave out --since and --until")
	}
	parameters := query(
		"route_id", sel.route,
		"outcome", sel.outcome,
		"status_class", sel.status,
		"since", since,
		"until", until,
		"text", sel.text,
		"filter", sel.filter,
	)
	if sel.script != "" {
		s, err := c.script(ctx, sel.script)
		if err != nil {
			return nil, err
		}
		parameters.Set("script_id", s.ID)
	}
	return parameters, nil
}

// moment reads a time, or how long it is ago.
func (r *run) moment(flag, text string) (string, error) {
	if text == "" {
		return "", nil
	}
	if ago, err := duration(text); err == nil && ago >= 0 {
		return r.Now().Add(-ago).UTC().Format(time.RFC3339Nano), nil
	}
	t, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return "", usagef("%s %q is no time: write how long it is ago, such as 15m, 2h or 3d, or a time such as 2026-01-31T12:00:00Z", flag, text)
	}
	return t.UTC().Format(time.RFC3339Nano), nil
}

// duration reads a duration as time.ParseDuration does, and days.
func duration(text string) (time.Duration, error) {
	if days, ok := strings.CutSuffix(text, "d"); ok {
		n, err := strconv.Atoi(days)
		if err != nil || n < -36500 || n > 36500 {
			return 0, fmt.Errorf("%q is no number of days", days)
		}
		return time.Duration(n) * 24 * time.Hour, nil
	}
	return time.ParseDuration(text)
}

// showLog shows all of one execution.
func (r *run) showLog(ctx context.Context, c *client, id string) error {
	if !looksLikeID(id) {
		return usagef("%q is no execution's id: ids look like 01890a5d-ac96-774b-bcce-b302099a8057", id)
	}
	a, err := c.get(ctx, "/logs/"+id, nil)
	e, err := decode[execution](a, err)
	if err != nil {
		return err
	}
	if r.json {
		r.printJSON(r.out, a.body)
		return nil
	}
	rows := [][]string{
		{"request", e.Method + " " + e.Host + e.Path},
		{"script", fmt.Sprintf("%s, version %d", e.ScriptName, e.Version)},
		{"route", e.RouteID},
		{"client", e.RemoteIP},
		{"started", e.StartedAt.In(r.Now().Location()).Format("2006-01-02 15:04:05.000 MST")},
		{"status", strconv.Itoa(e.Status)},
		{"outcome", e.Outcome},
		{"took", fmt.Sprintf("%s (%s waiting, %s starting)", milliseconds(e.DurationMS), milliseconds(e.QueuedMS), milliseconds(e.WarmMS))},
		{"operations", strconv.FormatInt(e.Operations, 10)},
		{"bodies", fmt.Sprintf("%s in, %s out", size(e.RequestBytes), size(e.ResponseBytes))},
	}
	if e.Node != "" {
		rows = append(rows, []string{"node", e.Node})
	}
	if err := r.table(rows); err != nil {
		return err
	}
	if e.Error != "" {
		r.say("error       %s", clean(e.Error))
	}
	if len(e.Logs) > 0 {
		r.say("")
	}
	r.printLogs(r.out, "", e.Logs, e.LogsDropped)
	return nil
}

// printLogs prints what a script has logged.
func (r *run) printLogs(w *printer, indent string, lines []logLine, dropped int) {
	for _, line := range lines {
		text := clean(strings.TrimRight(line.Message, "\n"))
		for _, name := range sortedKeys(line.Attrs) {
			text += " " + clean(name) + "=" + attribute(line.Attrs[name])
		}
		text = strings.ReplaceAll(text, "\n", "\n"+indent+strings.Repeat(" ", 21))
		w.printf("%s%s  %-5s  %s\n", indent, line.Time.In(r.Now().Location()).Format("15:04:05.000"), clean(line.Level), text)
	}
	if dropped > 0 {
		w.printf("%s(%s more, over the limit)\n", indent, plural(dropped, "line"))
	}
}

// attribute shows the value of an attribute, in quotes when it needs them.
func attribute(value string) string {
	if value == "" || strings.ContainsAny(value, " =\"\n\t") || strings.ContainsFunc(value, unfit) {
		return strconv.Quote(value)
	}
	return value
}

// follow shows executions as they happen.
func (r *run) follow(ctx context.Context, c *client, parameters url.Values) error {
	t := &tail{
		client: c,
		query:  parameters,
		wait:   retryWait,
		broken: func(err error) { r.note("waiting for the server: %s", clean(err.Error())) },
		dropped: func(count int64) {
			r.note("%s passed over, of these or of others: they came faster than they could be sent", plural(int(count), "execution"))
		},
	}
	// What happens while a first connection is broken is not to be lost either.
	newest, err := decodeAll[execution](c.items(ctx, "/logs", nil, 1))
	if err != nil {
		return err
	}
	if len(newest) > 0 {
		t.last = newest[0].ID
	}
	nodes, _, err := c.nodes(ctx)
	if err != nil {
		return err
	}
	return t.run(ctx, func(data json.RawMessage) error {
		if r.json {
			// One line each, for programs that read as it goes.
			r.say("%s", data)
			return r.out.err
		}
		var e execution
		if err := json.Unmarshal(data, &e); err != nil {
			return fmt.Errorf("the server's answer cannot be read: %w", err)
		}
		where := ""
		if len(nodes) > 1 {
			where = clean(e.Node) + "  "
		}
		r.say("%s  %d %s  %s  %s%s v%d  %s  %s", e.StartedAt.In(r.Now().Location()).Format(time.TimeOnly), e.Status, clean(e.Outcome),
			milliseconds(e.DurationMS), where, clean(e.ScriptName), e.Version, clean(e.Method+" "+e.Host+e.Path), clean(e.ID))
		if e.Error != "" {
			r.say("    error: %s", clean(e.Error))
		}
		r.printLogs(r.out, "    ", e.Logs, e.LogsDropped)
		return r.out.err
	})
}
