package picloud

import (
	"errors"
	"testing"

	"github.com/caddyserver/caddy/v2"
	"github.com/caddyserver/caddy/v2/caddyconfig/caddyfile"
	"github.com/caddyserver/caddy/v2/modules/caddytls"
)

func TestTLSPermission_AllowsHostsOfEnabledRoutes(t *testing.T) {
	s := startServer(t, nil, nil)
	live := s.script("live", `return "live", nil`, nil)
	s.route(live, map[string]any{"path": "/anywhere"})
	s.route(live, map[string]any{"path": "/", "host": "shop.example.com"})
	s.route(live, map[string]any{"path": "/", "host": "*.tenants.example.com"})
	s.route(live, map[string]any{"path": "/", "host": "bücher.example"})
	off := s.script("off", `return "off", nil`, map[string]any{"enabled": false})
	s.route(off, map[string]any{"path": "/", "host": "off.example.com"})

	var permission TLSPermission
	if err := permission.Provision(caddy.ActiveContext()); err != nil {
		t.Fatal(err)
	}
	for name, allowed := range map[string]bool{
		"shop.example.com":          true,
		"SHOP.example.com.":         true,
		"ann.tenants.example.com":   true,
		"a.b.tenants.example.com":   true,
		"xn--bcher-kva.example":     true,
		"tenants.example.com":       false,
		"other.example.com":         false,
		"off.example.com":           false,
		"shop.example.com.evil.net": false,
		"":                          false,
		"example":                   false,
	} {
		err := permission.CertificateAllowed(t.Context(), name)
		if allowed && err != nil {
			t.Errorf("%q: %v", name, err)
		}
		if !allowed && !errors.Is(err, caddytls.ErrPermissionDenied) {
			t.Errorf("%q: %v, want it denied", name, err)
		}
	}

	// A name that a route gives up is denied again at once.
	if status, answer := s.admin("DELETE", "/scripts/"+live, nil); status != 204 {
		t.Fatalf("deleting: %d %v", status, answer)
	}
	if err := permission.CertificateAllowed(t.Context(), "shop.example.com"); err == nil {
		t.Error("the name of a deleted route is allowed")
	}
}

func TestTLSPermission_TakesNoOptionsInTheCaddyfile(t *testing.T) {
	for input, ok := range map[string]bool{
		"picloud":               true,
		"picloud extra":         false,
		"picloud {\n any x \n}": false,
	} {
		err := new(TLSPermission).UnmarshalCaddyfile(caddyfile.NewTestDispenser(input))
		if (err == nil) != ok {
			t.Errorf("%q: %v", input, err)
		}
	}
}
