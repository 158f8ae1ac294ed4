//go:build linux

package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"
)

// errNotReady is what the admin API answers a moment longer than the sites,
// while Caddy has not finished its start.
var errNotReady = errors.New("not ready")

// request asks the server's admin API.
func (s *server) request(ctx context.Context, method, path string, in, out any) error {
	ctx, cancel := context.WithTimeout(ctx, 5*patience) // a large import takes as long as it takes
	defer cancel()
	for {
		err := s.ask(ctx, method, path, in, out)
		if !errors.Is(err, errNotReady) || ctx.Err() != nil {
			return err
		}
		time.Sleep(5 * time.Millisecond)
	}
}

func (s *server) ask(ctx context.Context, method, path string, in, out any) error {
	var body bytes.Buffer
	if in != nil {
		if err := json.NewEncoder(&body).Encode(in); err != nil {
			return err
		}
	}
	r, err := http.NewRequestWithContext(ctx, method, "http://"+s.admin+"/api/v1/admin"+path, &body)
	if err != nil {
		return err
	}
	r.Header.Set("Content-Type", "application/json")
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		return err
	}
	defer func() { _ = response.Body.Close() }() // it was read
	answer, err := io.ReadAll(response.Body)
	if err != nil {
		return err
	}
	if response.StatusCode == http.StatusServiceUnavailable {
		return fmt.Errorf("%w: %.1000s", errNotReady, answer)
	}
	if response.StatusCode >= http.StatusMultipleChoices {
		return fmt.Errorf("%s %s: %s: %.1000s", method, path, response.Status, answer)
	}
	if out == nil {
		return nil
	}
	return json.Unmarshal(answer, out)
}

// save saves a script with its routes.
func (s *server) save(ctx context.Context, name, source string, paths ...string) error {
	var saved struct {
		ID string `json:"id"`
	}
	if err := s.request(ctx, http.MethodPost, "/scripts", map[string]any{"name": name, "source": source}, &saved); err != nil {
		return err
	}
	for _, path := range paths {
		if err := s.request(ctx, http.MethodPost, "/scripts/"+saved.ID+"/routes", map[string]any{"path": path}, nil); err != nil {
			return err
		}
	}
	return nil
}

// addRoutes has the server have so many other routes, all of them in one
// bundle.
func (s *server) addRoutes(ctx context.Context, n int) error {
	type route struct {
		Method string `json:"method"`
		Path   string `json:"path"`
	}
	routes := make([]route, n)
	for i := range routes {
		routes[i] = route{http.MethodGet, otherRoute(i, ":id", "*")}
	}
	bundle := map[string]any{
		"format":  1,
		"scripts": []any{map[string]any{"name": "others", "source": helloLoad().source, "routes": routes}},
	}
	var result struct {
		Applied bool `json:"applied"`
	}
	if err := s.request(ctx, http.MethodPost, "/import", bundle, &result); err != nil {
		return err
	}
	if !result.Applied {
		return fmt.Errorf("the bundle of %d routes was not applied", n)
	}
	// One of them answers.
	return s.once(ctx, &load{method: http.MethodGet, target: otherRoute(n-1, "7", "a/b"), want: "hello"})
}
