package picloud

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/caddyserver/caddy/v2"

	"github.com/picloud/picloud/admin"
)

func TestLogs_RefuseBoundsWithoutSense(t *testing.T) {
	t.Parallel()
	day := caddy.Duration(24 * time.Hour)
	for name, tt := range map[string]struct {
		logs Logs
		ok   bool
	}{
		"defaults":                            {Logs{}, true},
		"no bounds":                           {Logs{-1, -1, -1, -1}, true},
		"failures for ever":                   {Logs{MaxAge: 100 * day, MaxAgeErrors: -1}, true},
		"the same for both":                   {Logs{MaxAge: day, MaxAgeErrors: day}, true},
		"failures shorter":                    {Logs{MaxAge: 2 * day, MaxAgeErrors: day}, false},
		"failures shorter than the default":   {Logs{MaxAgeErrors: day}, false},
		"more than failures have by default":  {Logs{MaxAge: 31 * day}, false},
		"successes for ever and failures not": {Logs{MaxAge: -1}, false},
		"less than the journal takes":         {Logs{MaxSize: 1 << 20}, false},
		"a negative size":                     {Logs{MaxSize: -2}, false},
	} {
		if err := tt.logs.validate(); (err == nil) != tt.ok {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

func TestLogs_ApplyOnAReload(t *testing.T) {
	s := startServer(t, map[string]any{"logs": map[string]any{"max_size": 16 << 20, "max_rate": -1}}, nil)
	info := func() admin.InfoLogs {
		t.Helper()
		_, config := s.admin("GET", "/config", nil)
		var logs admin.InfoLogs
		if err := json.Unmarshal([]byte(jsonText(t, config["logs"])), &logs); err != nil {
			t.Fatal(err)
		}
		return logs
	}
	want := admin.InfoLogs{MaxBytes: 16 << 20, MaxAgeS: 7 * 86400, MaxAgeErrorsS: 30 * 86400}
	if got := info(); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	err := s.load(map[string]any{"logs": map[string]any{"max_age": "1h", "max_age_errors": "48h", "max_size": -1, "max_rate": 3}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	want = admin.InfoLogs{MaxAgeS: 3600, MaxAgeErrorsS: 2 * 86400, MaxRate: 3}
	eventually(t, "the size is known", func() bool { return info().Bytes > 0 }) // other bounds are looked at anew
	got := info()
	got.Bytes = 0
	if got != want {
		t.Errorf("after a reload got %+v, want %+v", got, want)
	}
}
