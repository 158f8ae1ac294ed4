package picloud

import (
	"encoding/json"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/caddyserver/caddy/v2"
	"github.com/caddyserver/caddy/v2/caddyconfig"
	"github.com/caddyserver/caddy/v2/caddyconfig/caddyfile"

	"github.com/picloud/picloud/sandbox"
)

func adapt(t *testing.T, source string) ([]byte, error) {
	t.Helper()
	config, warnings, err := caddyconfig.GetAdapter("caddyfile").Adapt([]byte(source), nil)
	for _, warning := range warnings {
		t.Errorf("warning: %s", warning)
	}
	return config, err
}

func TestExampleCaddyfile_IsFormattedAdaptsAndValidates(t *testing.T) {
	source, err := os.ReadFile("Caddyfile.example")
	if err != nil {
		t.Fatal(err)
	}
	if warning, differs := caddyfile.FormattingDifference("Caddyfile.example", source); differs {
		t.Errorf("not formatted: %v", warning)
	}
	config, err := adapt(t, string(source))
	if err != nil {
		t.Fatal(err)
	}
	var parsed caddy.Config
	if err := caddy.StrictUnmarshalJSON(config, &parsed); err != nil {
		t.Fatal(err)
	}
	var app App
	if err := json.Unmarshal(parsed.AppsRaw["picloud"], &app); err != nil {
		t.Fatal(err)
	}
	// The example spells out the defaults; it must not lie about them.
	if got := app.Limits.sandbox(); got != sandbox.DefaultLimits() {
		t.Errorf("the example's limits are %+v, the defaults %+v", got, sandbox.DefaultLimits())
	}
	if got, want := *app.Logs, (Logs{}).effective(); got != want {
		t.Errorf("the example's logs are %+v, the defaults %+v", got, want)
	}
	if app.MaxRequestBody != defaultMaxRequestBody {
		t.Errorf("the example's max_request_body is %d", app.MaxRequestBody)
	}
	var executor ProcessExecutor
	if err := json.Unmarshal(app.ExecutorRaw, &executor); err != nil {
		t.Fatal(err)
	}
	if want := (ProcessExecutor{MaxWorkers: 16, IdleTimeout: caddy.Duration(5 * time.Minute), Spares: 1, Isolation: "best_effort"}); executor != want {
		t.Errorf("the example's executor is %+v, the defaults %+v", executor, want)
	}
	if err := caddy.Validate(&parsed); err != nil {
		t.Error(err)
	}
}

func TestCaddyfile_Adapts(t *testing.T) {
	tests := []struct {
		name, source string
		app, handler string // JSON
	}{
		{
			name:    "directive alone",
			source:  ":8000 {\n\tpicloud\n}\n",
			handler: `{"handler":"picloud"}`,
		},
		{
			name:    "local executor",
			source:  "{\n\tpicloud {\n\t\texecutor local\n\t}\n}\n:8000 {\n\tpicloud\n}\n",
			app:     `{"executor":{"kind":"local"}}`,
			handler: `{"handler":"picloud"}`,
		},
		{
			name:    "directive with fallthrough and no order",
			source:  ":8000 {\n\trespond 404\n\tpicloud /app/* {\n\t\tfallthrough\n\t}\n}\n",
			handler: `{"fallthrough":true,"handler":"picloud"}`,
		},
		{
			name: "every option",
			source: `{
	picloud {
		store sqlite {env.DATA}
		executor process {
			max_workers 3
			idle_timeout 1m
			spares off
			isolation require
		}
		limits {
			timeout 1m
			max_operations 10
			memory 1MiB
			max_concurrency 2
			max_call_depth 3
			max_log_lines 4
			max_log_size 5KiB
			max_response 6KiB
		}
		logs {
			max_age 2d
			max_age_errors off
			max_size 20MiB
			max_rate off
		}
		max_request_body 7KiB
		public_base_url https://example.com
		public_admin off
		admin_host admin.example.com
	}
}
:8000 {
	picloud
}
`,
			app: `{"executor":{"idle_timeout":60000000000,"isolation":"require","kind":"process","max_workers":3,"spares":-1},"limits":{"timeout":60000000000,"max_operations":10,"memory":1048576,` +
				`"max_concurrency":2,"max_call_depth":3,"max_log_lines":4,"max_log_bytes":5120,"max_response":6144},` +
				`"logs":{"max_age":172800000000000,"max_age_errors":-1,"max_size":20971520,"max_rate":-1},` +
				`"admin_host":"admin.example.com","max_request_body":7168,"public_admin":false,"public_base_url":"https://example.com","store":{"dir":"{env.DATA}","driver":"sqlite"}}`,
			handler: `{"handler":"picloud"}`,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			config, err := adapt(t, tt.source)
			if err != nil {
				t.Fatal(err)
			}
			if !strings.Contains(string(config), tt.handler) {
				t.Errorf("no handler %s in %s", tt.handler, config)
			}
			var parsed caddy.Config
			if err := json.Unmarshal(config, &parsed); err != nil {
				t.Fatal(err)
			}
			if got := string(parsed.AppsRaw["picloud"]); got != tt.app && jsonSorted(t, got) != jsonSorted(t, tt.app) {
				t.Errorf("got app  %s\nwant app %s", got, tt.app)
			}
		})
	}
}

func TestCaddyfile_RefusesMistakesWithTheirLine(t *testing.T) {
	tests := []struct{ name, option, want string }{
		{"unknown option", "stor sqlite", `unrecognized option "stor"`},
		{"unknown store", "store mysql", "picloud.stores.mysql"},
		{"store without a driver", "store", "wrong argument count"},
		{"store twice", "store sqlite\n\t\tstore sqlite", "given twice"},
		{"sqlite with two folders", "store sqlite a b", "wrong argument count"},
		{"sqlite with an option", "store sqlite {\n\t\t\tpath x\n\t\t}", `unrecognized option "path"`},
		{"unknown executor", "executor docker", "picloud.executors.docker"},
		{"process with an argument", "executor process 4", "wrong argument count"},
		{"process with an unknown option", "executor process {\n\t\t\tfork 1\n\t\t}", `unrecognized option "fork"`},
		{"process with bad spares", "executor process {\n\t\t\tspares some\n\t\t}", "whole number"},
		{"local with an argument", "executor local 4", "wrong argument count"},
		{"unknown limit", "limits {\n\t\t\tcpu 1\n\t\t}", `unrecognized limit "cpu"`},
		{"limits twice", "limits {\n\t\t}\n\t\tlimits {\n\t\t}", "given twice"},
		{"bad duration", "limits {\n\t\t\ttimeout soon\n\t\t}", "soon"},
		{"bad size", "max_request_body huge", "huge"},
		{"negative number", "limits {\n\t\t\tmax_operations -1\n\t\t}", "whole number"},
		{"logs twice", "logs {\n\t\t}\n\t\tlogs {\n\t\t}", "given twice"},
		{"unknown option of logs", "logs {\n\t\t\tmax_lines 1\n\t\t}", `unrecognized option of logs "max_lines"`},
		{"bound of nothing", "logs {\n\t\t\tmax_rate 0\n\t\t}", "more than 0, or off"},
		{"bad age", "logs {\n\t\t\tmax_age long\n\t\t}", "long"},
		{"public_admin without a switch", "public_admin", "wrong argument count"},
		{"public_admin with another word", "public_admin yes", "want on or off"},
		{"admin_host with two hosts", "admin_host a b", "wrong argument count"},
		{"missing argument", "public_base_url", "wrong argument count"},
		{"surplus argument", "max_request_body 1MiB 2MiB", "wrong argument count"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := adapt(t, "{\n\tpicloud {\n\t\t"+tt.option+"\n\t}\n}\n")
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Fatalf("got %v, want an error with %q", err, tt.want)
			}
			if !strings.Contains(err.Error(), "Caddyfile:") {
				t.Errorf("the error names no line: %v", err)
			}
		})
	}
	for source, want := range map[string]string{
		"{\n\tpicloud\n\tpicloud\n}\n":                  "given twice",
		"{\n\tpicloud on\n}\n":                          "wrong argument count",
		":80 {\n\tpicloud {\n\t\tfallthru\n\t}\n}\n":    `unrecognized option "fallthru"`,
		":80 {\n\tpicloud {\n\t\tfallthrough x\n\t}\n}": "wrong argument count",
	} {
		if _, err := adapt(t, source); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: got %v, want an error with %q", source, err, want)
		}
	}
}

func TestProvision_ExpandsThePublicBaseURL(t *testing.T) {
	t.Setenv("SITE", "https://site.example.com")
	t.Setenv("PICLOUD_PUBLIC_BASE_URL", "http://localhost:8000")
	tests := []struct {
		configured, want string
		bad              bool
	}{
		{"", "http://localhost:8000", false},
		{"https://example.com", "https://example.com", false},
		{"{env.SITE}", "https://site.example.com", false},
		{"{env.UNSET}", "", false},
		{"example.com", "", true},
		{"ftp://example.com", "", true},
	}
	for _, tt := range tests {
		got, err := expandBaseURL(tt.configured)
		if got != tt.want || (err != nil) != tt.bad {
			t.Errorf("%q: got %q, %v; want %q", tt.configured, got, err, tt.want)
		}
	}
}

func jsonSorted(t *testing.T, text string) string {
	t.Helper()
	var v any
	if err := json.Unmarshal([]byte(text), &v); err != nil {
		t.Fatalf("%v in %q", err, text)
	}
	return jsonText(t, v)
}
