// Command healthcheck asks PiCloud on a port of this machine whether it is
// healthy, for images that have no shell and no curl. It fails unless /healthz
// answers 200 within some seconds.
//
//	healthcheck 8000
package main

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/signal"
	"strconv"
	"strings"
	"syscall"
	"time"
)

const (
	// patience is less than what container engines wait by default.
	patience = 4 * time.Second

	// reason is how much is shown of what the server says.
	reason = 500
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "healthcheck:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string) error {
	if len(args) != 1 {
		return fmt.Errorf("want one argument, a port such as 8000, and got %d", len(args))
	}
	if _, err := strconv.ParseUint(args[0], 10, 16); err != nil {
		return fmt.Errorf("%q is no port: want a number such as 8000", args[0])
	}
	address := net.JoinHostPort("127.0.0.1", args[0])
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://127.0.0.1/healthz", nil)
	if err != nil {
		return err
	}
	dialer := new(net.Dialer)
	client := http.Client{
		Transport: &http.Transport{
			DialContext: func(ctx context.Context, network, _ string) (net.Conn, error) {
				return dialer.DialContext(ctx, network, address)
			},
			DisableKeepAlives: true,
		},
		// A server that sends elsewhere is not healthy.
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	response, err := client.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if response.StatusCode == http.StatusOK {
		return nil
	}
	body, err := io.ReadAll(io.LimitReader(response.Body, reason))
	if err != nil {
		return fmt.Errorf("%s: %w", response.Status, err)
	}
	return fmt.Errorf("%s: %s", response.Status, strings.TrimSpace(string(body)))
}
