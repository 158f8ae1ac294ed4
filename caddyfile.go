package picloud

import (
	"encoding/json"
	"math"

	"github.com/caddyserver/caddy/v2"
	"github.com/caddyserver/caddy/v2/caddyconfig"
	"github.com/caddyserver/caddy/v2/caddyconfig/caddyfile"
	"github.com/caddyserver/caddy/v2/caddyconfig/httpcaddyfile"
	"github.com/caddyserver/caddy/v2/modules/caddyhttp"
	"github.com/dustin/go-humanize"
)

func init() {
	httpcaddyfile.RegisterGlobalOption("picloud", parseGlobalOption)
	httpcaddyfile.RegisterHandlerDirective("picloud", parseDirective)
	// Before respond: behind authentication, rewriting and compression, ahead
	// of what answers everything.
	httpcaddyfile.RegisterDirectiveOrder("picloud", httpcaddyfile.Before, "respond")
}

// parseGlobalOption reads the global option. See App.UnmarshalCaddyfile.
func parseGlobalOption(d *caddyfile.Dispenser, existing any) (any, error) {
	if existing != nil {
		return nil, d.Err("the picloud option is given twice")
	}
	app := new(App)
	if err := app.UnmarshalCaddyfile(d); err != nil {
		return nil, err
	}
	return httpcaddyfile.App{Name: "picloud", Value: caddyconfig.JSON(app, nil)}, nil
}

// parseDirective reads the directive. See Handler.UnmarshalCaddyfile.
func parseDirective(h httpcaddyfile.Helper) (caddyhttp.MiddlewareHandler, error) {
	handler := new(Handler)
	if err := handler.UnmarshalCaddyfile(h.Dispenser); err != nil {
		return nil, err
	}
	return handler, nil
}

// UnmarshalCaddyfile reads the global option. Syntax:
//
//	picloud {
//		store <driver> ...
//		executor <kind> ...
//		limits {
//			timeout         <duration>
//			max_operations  <number>
//			memory          <size>
//			max_concurrency <number>
//			max_call_depth  <number>
//			max_log_lines   <number>
//			max_log_size    <size>
//			max_response    <size>
//		}
//		logs {
//			max_age        <duration>|off
//			max_age_errors <duration>|off
//			max_size       <size>|off
//			max_rate       <number>|off
//		}
//		max_request_body <size>
//		public_base_url  <url>
//		public_admin     on|off
//		admin_host       <host>
//		node             <name>
//		role             all|ingress|manager
//	}
//
// All of it is optional.
func (a *App) UnmarshalCaddyfile(d *caddyfile.Dispenser) error {
	d.Next() // consume option name
	if d.NextArg() {
		return d.ArgErr()
	}
	for nesting := d.Nesting(); d.NextBlock(nesting); {
		var err error
		switch option := d.Val(); option {
		case "store":
			a.StoreRaw, err = parseModule(d, a.StoreRaw != nil, "picloud.stores.", "driver")
		case "executor":
			a.ExecutorRaw, err = parseModule(d, a.ExecutorRaw != nil, "picloud.executors.", "kind")
		case "limits":
			if a.Limits != nil {
				return d.Err("limits are given twice")
			}
			a.Limits = new(Limits)
			err = a.Limits.UnmarshalCaddyfile(d)
		case "logs":
			if a.Logs != nil {
				return d.Err("logs are given twice")
			}
			a.Logs = new(Logs)
			err = a.Logs.UnmarshalCaddyfile(d)
		case "max_request_body":
			a.MaxRequestBody, err = parseSize(d)
		case "public_base_url":
			if !d.AllArgs(&a.PublicBaseURL) {
				return d.ArgErr()
			}
		case "public_admin":
			a.PublicAdmin, err = parseSwitch(d)
		case "admin_host":
			if !d.AllArgs(&a.AdminHost) {
				return d.ArgErr()
			}
		case "node":
			if !d.AllArgs(&a.Node) {
				return d.ArgErr()
			}
		case "role":
			if !d.AllArgs(&a.Role) {
				return d.ArgErr()
			}
		default:
			return d.Errf("unrecognized option %q", option)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// UnmarshalCaddyfile reads the limits block. See App.UnmarshalCaddyfile.
func (l *Limits) UnmarshalCaddyfile(d *caddyfile.Dispenser) error {
	if d.NextArg() {
		return d.ArgErr()
	}
	for nesting := d.Nesting(); d.NextBlock(nesting); {
		var err error
		switch limit := d.Val(); limit {
		case "timeout":
			l.Timeout, err = parseDuration(d)
		case "max_operations":
			l.MaxOperations, err = parseCount[int64](d)
		case "memory":
			l.Memory, err = parseSize(d)
		case "max_concurrency":
			l.MaxConcurrency, err = parseCount[int](d)
		case "max_call_depth":
			l.MaxCallDepth, err = parseCount[int](d)
		case "max_log_lines":
			l.MaxLogLines, err = parseCount[int](d)
		case "max_log_size":
			var size int64
			size, err = parseSize(d)
			l.MaxLogBytes = int(size)
		case "max_response":
			l.MaxResponse, err = parseSize(d)
		default:
			return d.Errf("unrecognized limit %q", limit)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// UnmarshalCaddyfile reads the directive. Syntax:
//
//	picloud [<matcher>] {
//		fallthrough
//	}
func (h *Handler) UnmarshalCaddyfile(d *caddyfile.Dispenser) error {
	d.Next() // consume directive name
	if d.NextArg() {
		return d.ArgErr()
	}
	for nesting := d.Nesting(); d.NextBlock(nesting); {
		switch option := d.Val(); option {
		case "fallthrough":
			if d.NextArg() {
				return d.ArgErr()
			}
			h.Fallthrough = true
		default:
			return d.Errf("unrecognized option %q", option)
		}
	}
	return nil
}

// UnmarshalCaddyfile reads the store. Syntax:
//
//	store sqlite [<folder>]
func (s *SQLiteStore) UnmarshalCaddyfile(d *caddyfile.Dispenser) error {
	d.Next() // consume driver name
	if d.NextArg() {
		s.Dir = d.Val()
	}
	if d.NextArg() {
		return d.ArgErr()
	}
	for nesting := d.Nesting(); d.NextBlock(nesting); {
		return d.Errf("unrecognized option %q", d.Val())
	}
	return nil
}

// UnmarshalCaddyfile reads the executor. Syntax:
//
//	executor process {
//		max_workers  <number>
//		idle_timeout <duration>
//		spares       <number>|off
//		isolation    best_effort|require
//	}
func (p *ProcessExecutor) UnmarshalCaddyfile(d *caddyfile.Dispenser) error {
	d.Next() // consume executor name
	if d.NextArg() {
		return d.ArgErr()
	}
	for nesting := d.Nesting(); d.NextBlock(nesting); {
		var err error
		switch option := d.Val(); option {
		case "max_workers":
			p.MaxWorkers, err = parseCount[int](d)
		case "idle_timeout":
			p.IdleTimeout, err = parseDuration(d)
		case "spares":
			p.Spares, err = parseSpares(d)
		case "isolation":
			if !d.AllArgs(&p.Isolation) {
				return d.ArgErr()
			}
		default:
			return d.Errf("unrecognized option %q", option)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// UnmarshalCaddyfile reads the executor. Syntax:
//
//	executor local
func (LocalExecutor) UnmarshalCaddyfile(d *caddyfile.Dispenser) error {
	d.Next() // consume executor name
	if d.NextArg() {
		return d.ArgErr()
	}
	for nesting := d.Nesting(); d.NextBlock(nesting); {
		return d.Errf("unrecognized option %q", d.Val())
	}
	return nil
}

// parseModule reads the guest module that an option names.
func parseModule(d *caddyfile.Dispenser, given bool, namespace, key string) (json.RawMessage, error) {
	if given {
		return nil, d.Errf("%s is given twice", d.Val())
	}
	if !d.NextArg() {
		return nil, d.ArgErr()
	}
	name := d.Val()
	module, err := caddyfile.UnmarshalModule(d, namespace+name)
	if err != nil {
		return nil, err
	}
	return caddyconfig.JSONModuleObject(module, key, name, nil), nil
}

func parseDuration(d *caddyfile.Dispenser) (caddy.Duration, error) {
	var text string
	if !d.AllArgs(&text) {
		return 0, d.ArgErr()
	}
	duration, err := caddy.ParseDuration(text)
	if err != nil {
		return 0, d.WrapErr(err)
	}
	return caddy.Duration(duration), nil
}

// parseSpares reads how many spare workers there are: in JSON, 0 is the default
// and -1 is none.
func parseSpares(d *caddyfile.Dispenser) (int, error) {
	if d.CountRemainingArgs() == 1 {
		d.NextArg()
		if d.Val() == "off" || d.Val() == "0" {
			return -1, nil
		}
		d.Prev()
	}
	return parseCount[int](d)
}

func parseSwitch(d *caddyfile.Dispenser) (*bool, error) {
	var text string
	if !d.AllArgs(&text) {
		return nil, d.ArgErr()
	}
	if text != "on" && text != "off" {
		return nil, d.Errf("%q: want on or off", text)
	}
	return new(text == "on"), nil
}

func parseSize(d *caddyfile.Dispenser) (int64, error) {
	var text string
	if !d.AllArgs(&text) {
		return 0, d.ArgErr()
	}
	size, err := humanize.ParseBytes(text)
	if err != nil || size > math.MaxInt64 {
		return 0, d.Errf("%q: want a size such as 10MiB", text)
	}
	return int64(size), nil
}

func parseCount[T int | int64](d *caddyfile.Dispenser) (T, error) {
	var text string
	if !d.AllArgs(&text) {
		return 0, d.ArgErr()
	}
	var count T
	if err := json.Unmarshal([]byte(text), &count); err != nil || count < 0 {
		return 0, d.Errf("%q: want a whole number", text)
	}
	return count, nil
}

// Interface guards
var (
	_ caddyfile.Unmarshaler = (*App)(nil)
	_ caddyfile.Unmarshaler = (*Limits)(nil)
	_ caddyfile.Unmarshaler = (*Handler)(nil)
	_ caddyfile.Unmarshaler = (*SQLiteStore)(nil)
	_ caddyfile.Unmarshaler = (*ProcessExecutor)(nil)
	_ caddyfile.Unmarshaler = (*LocalExecutor)(nil)
)
