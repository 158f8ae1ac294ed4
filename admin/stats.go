package admin

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/picloud/picloud/auth"
	"github.com/picloud/picloud/stats"
	"github.com/picloud/picloud/store"
)

// Reporter tells what was counted of executions. Every stats.Recorder is one.
type Reporter interface {
	Report(ctx context.Context, w stats.Window, script store.ID) (stats.Report, error)
}

// Stats is what was counted in a window of time.
type Stats struct {
	Since       time.Time     `json:"since" doc:"When the first point begins."`
	Until       time.Time     `json:"until" doc:"When the last point ends, which is not over yet."`
	StepSeconds int64         `json:"step_seconds" doc:"How long one point lasts."`
	Points      []StatsPoint  `json:"points" nullable:"false" doc:"What was counted, step by step, without gaps."`
	Total       StatsCounts   `json:"total" doc:"What was counted in all."`
	Scripts     []StatsScript `json:"scripts" nullable:"false" doc:"The scripts with the most errors, then the most executions, at most 50. None when one script was asked for. Windows of a day or more count them from the beginning of an hour."`
}

// StatsCounts are counts and how long executions took, exact to 1.6 %.
type StatsCounts struct {
	Count  int64   `json:"count" doc:"How many executions ended."`
	Errors int64   `json:"errors" doc:"How many of them failed: with a breached limit, an error, or a status of 500 or more."`
	P50MS  float64 `json:"p50_ms" doc:"How long half of them took at most, in milliseconds."`
	P95MS  float64 `json:"p95_ms" doc:"How long 95 % of them took at most."`
	P99MS  float64 `json:"p99_ms" doc:"How long 99 % of them took at most."`
}

// StatsPoint is one step of a window.
type StatsPoint struct {
	At time.Time `json:"at" doc:"When the step begins."`
	StatsCounts
}

// StatsScript is what one script has of a window.
type StatsScript struct {
	ScriptID store.ID `json:"script_id" format:"uuid" doc:"The script. It may be gone."`
	StatsCounts
}

type statsInput struct {
	Window   string `query:"window" enum:"1h,24h,7d,30d" default:"1h" doc:"How far to look back: an hour by the minute, a day by 15 minutes, a week by the hour, or 30 days by 6 hours."`
	ScriptID string `query:"script_id" example:"01890a5d-ac96-774b-bcce-b302099a8057" doc:"Only executions of this script."`
}

func (a *api) registerStats(h huma.API) {
	register(h, a, operation{
		method: http.MethodGet, path: "/stats", id: "get-stats", tag: tagLogs, scope: auth.Read,
		summary: "Get counts of executions over time",
		about:   "Every execution counts, whether its record was kept or not. Test runs do not.",
	}, a.stats)
}

func (a *api) stats(ctx context.Context, in *statsInput) (*struct{ Body Stats }, error) {
	var script store.ID
	if in.ScriptID != "" {
		id, err := parseID("query.script_id", in.ScriptID)
		if err != nil {
			return nil, err
		}
		script = id
	}
	report, err := a.Stats.Report(ctx, stats.Window(in.Window), script)
	if err != nil {
		return nil, err
	}
	body := Stats{
		Since:       report.Since,
		Until:       report.Until,
		StepSeconds: int64(report.Step / time.Second),
		Points:      make([]StatsPoint, len(report.Points)),
		Total:       statsCounts(report.Total),
		Scripts:     make([]StatsScript, len(report.Scripts)),
	}
	for i, p := range report.Points {
		body.Points[i] = StatsPoint{p.At, statsCounts(p.Counts)}
	}
	for i, s := range report.Scripts {
		body.Scripts[i] = StatsScript{s.ScriptID, statsCounts(s.Counts)}
	}
	return &struct{ Body Stats }{Body: body}, nil
}

func statsCounts(c stats.Counts) StatsCounts {
	return StatsCounts{
		Count:  c.Count,
		Errors: c.Errors,
		P50MS:  milliseconds(c.P50),
		P95MS:  milliseconds(c.P95),
		P99MS:  milliseconds(c.P99),
	}
}
