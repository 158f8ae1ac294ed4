package picloud

import (
	"bytes"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"github.com/caddyserver/caddy/v2"
)

func TestDashboardBase_IsWhereTheDashboardIs(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ base, host, want string }{
		{"", "", "http://localhost"},
		{"https://example.com", "", "https://example.com"},
		{"https://example.com:8443/", "", "https://example.com:8443"},
		{"", "admin.example.com", "http://admin.example.com"},
		{"https://example.com", "admin.example.com", "https://admin.example.com"},
		{"https://example.com:8443", "admin.example.com", "https://admin.example.com:8443"},
		{"https://example.com:443", "admin.example.com", "https://admin.example.com"},
	} {
		a := &App{publicBaseURL: c.base, adminHost: c.host}
		if got := a.dashboardBase(); got != c.want {
			t.Errorf("base %q, admin host %q: %q, want %q", c.base, c.host, got, c.want)
		}
	}
}

func TestDashboardBase_IsGuessedFromTheListener(t *testing.T) {
	s := startServer(t, nil, nil)
	if got, want := s.app().dashboardBase(), fmt.Sprintf("http://127.0.0.1:%d", s.port); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// app returns the active app.
func (s *server) app() *App {
	s.t.Helper()
	app, err := caddy.ActiveContext().App("picloud")
	if err != nil {
		s.t.Fatal(err)
	}
	return app.(*App)
}

func TestSetupLink_IsLoggedOnceForEachStartWithoutAToken(t *testing.T) {
	s := startServer(t, nil, nil)
	offer := func() string {
		app := s.app()
		before := app.logger
		defer func() { app.logger = before }()
		var log bytes.Buffer
		app.logger = slog.New(slog.NewTextHandler(&log, nil))
		app.generation.Load().offerSetup()
		return log.String()
	}
	if text := offer(); text != "" {
		t.Errorf("once more in the same run: %s", text)
	}
	offered := func() { s.app().generation.Load().backend.offered.Store(false) }
	offered()
	text := offer()
	_, rest, ok := strings.Cut(text, fmt.Sprintf("http://127.0.0.1:%d/admin/setup#code=", s.port))
	if !ok {
		t.Fatalf("the log has no link: %s", text)
	}
	code, _, _ := strings.Cut(rest, "\n")
	code = strings.Trim(code, `"`)
	s.wantSite(call{method: "POST", path: "/setup", body: map[string]any{"code": code, "name": "owner"}}, 201, "")
	offered()
	if text := offer(); text != "" {
		t.Errorf("with a token: %s", text)
	}
}

func TestPrintSetup_ShowsTheLinkOnALineOfItsOwn(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	printSetup(&b, "http://localhost/admin/setup#code=x")
	if !strings.Contains(b.String(), "\n    http://localhost/admin/setup#code=x\n") {
		t.Errorf("%q", b.String())
	}
}

func TestExpandAdminHost_TakesOneHost(t *testing.T) {
	t.Setenv("PICLOUD_TEST_HOST", "Admin.Example.com")
	for in, want := range map[string]string{
		"":                        "",
		"admin.example.com":       "admin.example.com",
		"{env.PICLOUD_TEST_HOST}": "admin.example.com",
		"192.0.2.1":               "192.0.2.1",
		"https://example.com":     "!",
		"example.com:8080":        "!",
		"*.example.com":           "!",
		"a b":                     "!",
		"{env.PICLOUD_NOT_SET}":   "!",
	} {
		got, err := expandAdminHost(in)
		if err != nil {
			got = "!"
		}
		if got != want {
			t.Errorf("%q: %q %v, want %q", in, got, err, want)
		}
	}
}
