package picloud

import (
	"errors"
	"fmt"
	"time"

	"github.com/caddyserver/caddy/v2"
	"github.com/caddyserver/caddy/v2/caddyconfig/caddyfile"

	"github.com/picloud/picloud/logsink"
	"github.com/picloud/picloud/retention"
)

// Logs bound the execution log. Each of them that is left out or zero takes its
// default; -1 is no bound.
type Logs struct {
	// MaxAge is how long the records of executions are kept that did not fail.
	// Default: 7d.
	MaxAge caddy.Duration `json:"max_age,omitempty"`

	// MaxAgeErrors is how long the records of failures are kept: executions
	// that did not end as `ok`, or answered with a status of 500 or more.
	// Default: 30d.
	MaxAgeErrors caddy.Duration `json:"max_age_errors,omitempty"`

	// MaxSize is how much space the log may take, in bytes. When it comes near,
	// the oldest records go first: those of failures when there are no others.
	// At least 8388608 (8 MiB). Default: 1073741824 (1 GiB).
	MaxSize int64 `json:"max_size,omitempty"`

	// MaxRate is how many successes a second all have a record. When more come
	// for a while, one in so many has one. Default: 500.
	MaxRate int `json:"max_rate,omitempty"`
}

// minLogSize is the least MaxSize: the journal of the database, and counts.
const minLogSize = 8 << 20

// validate reports bounds that make no sense.
func (l Logs) validate() error {
	if l.MaxAge < -1 || l.MaxAgeErrors < -1 || l.MaxSize < -1 || l.MaxRate < -1 {
		return errors.New("logs: bounds must not be negative; -1 is none")
	}
	if l.MaxSize > 0 && l.MaxSize < minLogSize {
		return fmt.Errorf("logs: max_size must be at least %d bytes", minLogSize)
	}
	l = l.effective()
	if l.MaxAgeErrors > 0 && (l.MaxAge == 0 || l.MaxAge > l.MaxAgeErrors) {
		return errors.New("logs: max_age_errors must not be less than max_age: failures are kept longer than the rest")
	}
	return nil
}

// effective returns the bounds with their defaults. Zero is no bound.
func (l Logs) effective() Logs {
	return Logs{
		MaxAge:       orDefault(l.MaxAge, caddy.Duration(retention.DefaultAge)),
		MaxAgeErrors: orDefault(l.MaxAgeErrors, caddy.Duration(retention.DefaultFailureAge)),
		MaxSize:      orDefault(l.MaxSize, retention.DefaultBytes),
		MaxRate:      orDefault(l.MaxRate, logsink.DefaultMaxSuccesses),
	}
}

func orDefault[T caddy.Duration | int | int64](bound, fallback T) T {
	if bound == 0 {
		return fallback
	}
	return max(bound, 0)
}

func (l Logs) bounds() retention.Bounds {
	return retention.Bounds{Age: time.Duration(l.MaxAge), FailureAge: time.Duration(l.MaxAgeErrors), Bytes: l.MaxSize}
}

// UnmarshalCaddyfile reads the logs block. See App.UnmarshalCaddyfile.
func (l *Logs) UnmarshalCaddyfile(d *caddyfile.Dispenser) error {
	if d.NextArg() {
		return d.ArgErr()
	}
	for nesting := d.Nesting(); d.NextBlock(nesting); {
		var err error
		switch option := d.Val(); option {
		case "max_age":
			l.MaxAge, err = parseBound(d, parseDuration)
		case "max_age_errors":
			l.MaxAgeErrors, err = parseBound(d, parseDuration)
		case "max_size":
			l.MaxSize, err = parseBound(d, parseSize)
		case "max_rate":
			l.MaxRate, err = parseBound(d, parseCount[int])
		default:
			return d.Errf("unrecognized option of logs %q", option)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// parseBound reads a bound, or off for none: in JSON that is -1, and 0 the
// default.
func parseBound[T caddy.Duration | int | int64](d *caddyfile.Dispenser, parse func(*caddyfile.Dispenser) (T, error)) (T, error) {
	if d.CountRemainingArgs() == 1 {
		d.NextArg()
		if d.Val() == "off" {
			return -1, nil
		}
		d.Prev()
	}
	bound, err := parse(d)
	if err == nil && bound <= 0 {
		err = d.Errf("want more than 0, or off")
	}
	return bound, err
}

// Interface guards
var _ caddyfile.Unmarshaler = (*Logs)(nil)
