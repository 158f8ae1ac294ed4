package main

import (
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/picloud/picloud/sdk"
)

// Check is what one service reports about itself.
type Check struct {
	Service   string    `json:"service"`
	Status    string    `json:"status"` // ok, warn or fail
	LatencyMS float64   `json:"latency_ms"`
	At        time.Time `json:"at"`
}

// StaleError is the error of a check that is too old to be believed.
type StaleError struct {
	Age time.Duration
}

// Error says how old the check is.
func (e *StaleError) Error() string { return "last seen " + e.Age.String() + " before" }

var errDown = errors.New("reported as failing")

const maxAge = 5 * time.Minute

// Handle sums up the reports of many services in one answer that a monitor
// understands: 200 when all is well, 503 otherwise.
func Handle(ctx *sdk.Context) (any, error) {
	var report struct {
		Now    time.Time `json:"now"`
		Checks []Check   `json:"checks"`
	}
	if err := ctx.Request.JSON(&report); err != nil {
		return nil, err
	}
	if report.Now.IsZero() {
		report.Now = time.Now()
	}
	problems := map[string]string{}
	stale, slowest := 0, Check{}
	for _, c := range report.Checks {
		if c.LatencyMS > slowest.LatencyMS {
			slowest = c
		}
		err := judge(c, report.Now)
		if err == nil {
			continue
		}
		problems[c.Service] = err.Error()
		if _, ok := errors.AsType[*StaleError](err); ok {
			stale++
		}
		ctx.Log.Warn("unhealthy", "service", c.Service, "error", err)
	}
	status := http.StatusOK
	if len(problems) > 0 {
		status = http.StatusServiceUnavailable
	}
	return sdk.JSON(status, map[string]any{
		"healthy":  len(report.Checks) - len(problems),
		"problems": problems,
		"stale":    stale,
		"slowest":  slowest.Service,
	}), nil
}

// judge returns what is wrong with a check, nil for nothing.
func judge(c Check, now time.Time) error {
	if age := now.Sub(c.At); age > maxAge {
		return fmt.Errorf("%s: %w", c.Service, &StaleError{age.Round(time.Second)})
	}
	switch c.Status {
	case "ok", "warn":
		return nil
	case "fail":
		return fmt.Errorf("%s: %w", c.Service, errDown)
	default:
		return fmt.Errorf("%s: the status %q is unknown", c.Service, c.Status)
	}
}
