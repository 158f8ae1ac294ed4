package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"net/url"
	"os"
	"strings"
	"time"
)

// The environment of the commands.
const (
	envServer = "PICLOUD_SERVER"
	envToken  = "PICLOUD_TOKEN"
)

const (
	// basePath is where the admin API is.
	basePath = "/api/v1/admin"

	dialPatience = 10 * time.Second

	// maxAnswer is the longest answer that is read: an export of many scripts.
	maxAnswer = 1 << 30
)

// client speaks to one admin API.
type client struct {
	base   string // the URL without path, for messages too
	origin string // the Origin header, empty for none
	token  string
	http   *http.Client
}

// client returns the client for the server that the flags and the environment
// name.
func (r *run) client() (*client, error) {
	server := r.server
	if server == "" && r.address == "" {
		server = r.Getenv(envServer)
	}
	if r.server != "" && r.address != "" {
		return nil, usagef("--server and --address name two servers: leave one out")
	}
	if server != "" {
		return r.remote(server)
	}
	if r.tokenFile != "" {
		return nil, usagef("--token-file is for --server: the admin endpoint on this machine takes no token")
	}
	address := r.address
	if address == "" {
		address = r.Address
	}
	endpoint, err := r.Endpoint(address)
	if err != nil {
		return nil, usagef("%v", err)
	}
	dialer := &net.Dialer{Timeout: dialPatience}
	return &client{
		base:   "http://" + endpoint.Host,
		origin: endpoint.Origin,
		http: &http.Client{
			CheckRedirect: noRedirect,
			Transport: &http.Transport{
				DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
					return dialer.DialContext(ctx, endpoint.Network, endpoint.Address)
				},
			},
		},
	}, nil
}

// remote returns the client for a site.
func (r *run) remote(server string) (*client, error) {
	u, err := url.Parse(server)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.User != nil {
		return nil, usagef("the server %q is no URL: write it as https://example.com", server)
	}
	if strings.Trim(u.Path, "/") != "" || u.RawQuery != "" {
		return nil, usagef("the server %q has a path: leave it out", server)
	}
	secret, err := r.secret()
	if err != nil {
		return nil, err
	}
	if u.Scheme == "http" && !isLoopback(u.Hostname()) {
		r.err.printf("warning: the token goes to %s unencrypted: use https where others can listen\n", u.Host)
	}
	return &client{
		base:  u.Scheme + "://" + u.Host,
		token: secret,
		http: &http.Client{
			CheckRedirect: noRedirect,
			Transport: &http.Transport{
				Proxy:               http.ProxyFromEnvironment,
				DialContext:         (&net.Dialer{Timeout: dialPatience}).DialContext,
				TLSHandshakeTimeout: dialPatience,
				ForceAttemptHTTP2:   true,
				// What compresses on the way may change ETags, as Caddy does.
				DisableCompression: true,
			},
		},
	}, nil
}

// secret returns the token.
func (r *run) secret() (string, error) {
	text := r.Getenv(envToken)
	if r.tokenFile != "" {
		content, err := os.ReadFile(r.tokenFile)
		if err != nil {
			return "", fmt.Errorf("reading the token: %w", err)
		}
		text = string(content)
	}
	text = strings.TrimSpace(text)
	if text == "" {
		return "", coded(ExitUnauthorized, fmt.Errorf(
			"--server needs a token: put one into $%s, or into a file that --token-file names", envToken))
	}
	if strings.ContainsFunc(text, func(c rune) bool { return c <= ' ' || c >= 0x7f }) {
		return "", coded(ExitUnauthorized, errors.New("the token has spaces or other characters that no token has"))
	}
	return text, nil
}

func isLoopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// noRedirect keeps a token from going where nobody has sent it.
func noRedirect(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }

// answer is what the server has answered.
type answer struct {
	header http.Header
	body   json.RawMessage
}

// get requests what a path below the API's has.
func (c *client) get(ctx context.Context, path string, query url.Values) (answer, error) {
	return c.send(ctx, http.MethodGet, path, query, nil)
}

// send sends in as JSON, nothing if it is nil. The header is names and values
// in turn.
func (c *client) send(ctx context.Context, method, path string, query url.Values, in any, header ...string) (answer, error) {
	response, err := c.open(ctx, method, path, query, in, header...)
	if err != nil {
		return answer{}, err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(io.LimitReader(response.Body, maxAnswer))
	if err != nil {
		return answer{}, &unreachableError{base: c.base, err: err}
	}
	return answer{header: response.Header, body: body}, nil
}

// open sends a request and returns the response with its body still to come.
// A response that is none of success is an error.
func (c *client) open(ctx context.Context, method, path string, query url.Values, in any, header ...string) (*http.Response, error) {
	target := c.base + basePath + path
	if len(query) > 0 {
		target += "?" + query.Encode()
	}
	var content io.Reader
	if in != nil {
		body, err := json.Marshal(in)
		if err != nil {
			return nil, fmt.Errorf("writing the request: %w", err)
		}
		content = bytes.NewReader(body)
	}
	request, err := http.NewRequestWithContext(ctx, method, target, content)
	if err != nil {
		return nil, fmt.Errorf("making the request: %w", err)
	}
	if in != nil {
		request.Header.Set("Content-Type", "application/json")
	}
	if c.origin != "" {
		request.Header.Set("Origin", c.origin)
	}
	if c.token != "" {
		request.Header.Set("Authorization", "Bearer "+c.token)
	}
	for i := 0; i+1 < len(header); i += 2 {
		request.Header.Set(header[i], header[i+1])
	}
	response, err := c.http.Do(request)
	if err != nil {
		return nil, &unreachableError{base: c.base, err: err}
	}
	if response.StatusCode < 200 || response.StatusCode > 299 {
		defer response.Body.Close()
		return nil, readProblem(c.base, response)
	}
	return response, nil
}

// unreachableError says that no server has answered.
type unreachableError struct {
	base string
	err  error
}

// Error leaves out what net/http says of the request.
func (e *unreachableError) Error() string {
	err := e.err
	if wrapped, ok := errors.AsType[*url.Error](err); ok {
		err = wrapped.Err
	}
	return fmt.Sprintf("cannot reach %s: %v: is it running there? --address names another admin endpoint of this machine, --server a site", e.base, err)
}

func (e *unreachableError) Unwrap() error { return e.err }

// decode reads the JSON of an answer.
func decode[T any](a answer, err error) (T, error) {
	var v T
	if err != nil {
		return v, err
	}
	if err := json.Unmarshal(a.body, &v); err != nil {
		return v, fmt.Errorf("the server's answer cannot be read: is that a PiCloud? %w", err)
	}
	return v, nil
}

// items returns what a list has, through all its pages, or at most so many if
// most is not 0.
func (c *client) items(ctx context.Context, path string, query url.Values, most int) ([]json.RawMessage, error) {
	asked := url.Values{}
	maps.Copy(asked, query)
	all := []json.RawMessage{}
	for {
		size := pageSize
		if most > 0 {
			size = min(size, most-len(all))
		}
		asked.Set("limit", fmt.Sprint(size))
		page, err := decode[struct {
			Items      []json.RawMessage `json:"items"`
			NextCursor string            `json:"next_cursor"`
		}](c.get(ctx, path, asked))
		if err != nil {
			return nil, err
		}
		all = append(all, page.Items...)
		if page.NextCursor == "" || most > 0 && len(all) >= most {
			return all, nil
		}
		asked.Set("cursor", page.NextCursor)
	}
}

// pageSize is how many items are asked for at once.
const pageSize = 100

// decodeAll reads the items of a list.
func decodeAll[T any](items []json.RawMessage, err error) ([]T, error) {
	if err != nil {
		return nil, err
	}
	list := make([]T, len(items))
	for i, item := range items {
		if err := json.Unmarshal(item, &list[i]); err != nil {
			return nil, fmt.Errorf("the server's answer cannot be read: %w", err)
		}
	}
	return list, nil
}
