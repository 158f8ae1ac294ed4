package picloud

import (
	"context"
	"fmt"
	"io"
	"maps"
	"net"
	"net/url"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/caddyserver/caddy/v2"
	"github.com/caddyserver/caddy/v2/modules/caddyhttp"
)

// offerSetup logs a link with which the first token can be made, once for each
// store that is opened without any token.
func (g *generation) offerSetup() {
	if g.app.publicAdminOff() || g.app.Role == roleIngress || !g.acquire() {
		return
	}
	defer g.release()
	opened := g.backend.opened.Load()
	if opened == nil || opened.auth.HasTokens() || !g.backend.offered.CompareAndSwap(false, true) {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), setupPatience)
	defer cancel()
	code, err := opened.auth.NewSetupCode(ctx)
	if err != nil {
		g.app.logger.Error("no setup link can be made", "error", err)
		return
	}
	// The code is in the fragment, which browsers send to nobody.
	link := g.app.dashboardBase() + "/admin/setup#code=" + url.QueryEscape(code)
	g.app.logger.Warn("nobody can sign in yet: open the setup link, which works once and for an hour", "url", link)
	if isTerminal(os.Stderr) {
		printSetup(os.Stderr, link)
	}
}

// printSetup writes the link where a person looks for it among log lines.
func printSetup(w io.Writer, link string) {
	// An error means that nobody looks.
	_, _ = fmt.Fprintf(w, "\nPiCloud: nobody can sign in yet. Open this link to set it up; it works once and for an hour:\n\n    %s\n\n", link)
}

func isTerminal(f *os.File) bool {
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

// dashboardBase is the URL under which a browser reaches the dashboard, as far
// as the configuration tells.
func (a *App) dashboardBase() string {
	if a.adminHost == "" && a.publicBaseURL != "" {
		return strings.TrimRight(a.publicBaseURL, "/")
	}
	scheme, host, port := a.listener()
	if a.adminHost != "" {
		host = a.adminHost
		if base, err := url.Parse(a.publicBaseURL); err == nil && base.Host != "" {
			scheme, port = base.Scheme, base.Port()
		}
	}
	if port != "" && port != map[string]string{"http": "80", "https": "443"}[scheme] {
		return scheme + "://" + net.JoinHostPort(host, port)
	}
	if strings.Contains(host, ":") {
		host = "[" + host + "]"
	}
	return scheme + "://" + host
}

// listener guesses from the HTTP servers of the configuration how a browser on
// this machine reaches a site.
func (a *App) listener() (scheme, host, port string) {
	scheme, host = "http", "localhost"
	value, err := a.ctx.AppIfConfigured("http")
	if err != nil {
		return scheme, host, port
	}
	app, ok := value.(*caddyhttp.App)
	if !ok {
		return scheme, host, port
	}
	// Those with TLS first; a server for redirects has none.
	names := slices.SortedFunc(maps.Keys(app.Servers), func(a, b string) int {
		if byTLS := len(app.Servers[b].TLSConnPolicies) - len(app.Servers[a].TLSConnPolicies); byTLS != 0 {
			return byTLS
		}
		return strings.Compare(a, b)
	})
	for _, name := range names {
		server := app.Servers[name]
		for _, listen := range server.Listen {
			address, err := caddy.ParseNetworkAddress(listen)
			if err != nil || address.IsUnixNetwork() || address.StartPort == 0 {
				continue
			}
			if len(server.TLSConnPolicies) > 0 {
				scheme = "https"
			}
			if ip := net.ParseIP(address.Host); address.Host != "" && (ip == nil || !ip.IsUnspecified()) {
				host = address.Host
			}
			if named := siteHost(server); named != "" {
				host = named
			}
			return scheme, host, strconv.Itoa(int(address.StartPort))
		}
	}
	return scheme, host, port
}

// siteHost returns the first host that the routes of a server name, "" for
// none.
func siteHost(server *caddyhttp.Server) string {
	for _, route := range server.Routes {
		for _, set := range route.MatcherSets {
			for _, matcher := range set {
				hosts, ok := matcher.(*caddyhttp.MatchHost)
				if !ok {
					continue
				}
				for _, host := range *hosts {
					if !strings.ContainsAny(host, "*{") {
						return host
					}
				}
			}
		}
	}
	return ""
}

// setupPatience is how long making a setup code may take.
const setupPatience = 10 * time.Second
