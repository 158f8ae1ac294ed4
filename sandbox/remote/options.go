package remote

import (
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"strings"
	"time"

	"github.com/picloud/picloud/sandbox"
)

// Options configure an Executor.
type Options struct {
	// Nodes are the URLs below which nodes listen, such as
	// https://executor-1.example.com. With http, requests and the key pass
	// unencrypted: that is for networks that only you listen on.
	Nodes []string

	// Key is the key that is shared with the nodes. It may be empty when TLS
	// has a client certificate.
	Key string

	// TLS is how to speak TLS with nodes. Nil is the system's defaults.
	TLS *tls.Config

	// DialTimeout is how long connecting to a node may take. Zero is 2 seconds.
	DialTimeout time.Duration

	// HealthInterval is how long a node is left alone at the most that could not
	// be reached. Then it is looked at again, if there are requests. Zero is 1
	// second.
	HealthInterval time.Duration

	// Limits are those of calls that set none of their own. Zero fields are
	// taken from sandbox.DefaultLimits.
	Limits sandbox.Limits

	// Logger takes what the operator has to know. Nil drops it.
	Logger *slog.Logger
}

// withDefaults returns the options without zeros, or what is wrong with them.
func (o Options) withDefaults() (Options, error) {
	if len(o.Nodes) == 0 {
		return o, errors.New("a remote executor needs the URL of a node at least")
	}
	if o.Key != "" {
		if err := CheckKey(o.Key); err != nil {
			return o, err
		}
	}
	certificate := o.TLS != nil && (len(o.TLS.Certificates) > 0 || o.TLS.GetClientCertificate != nil)
	seen := map[string]bool{}
	for _, text := range o.Nodes {
		u, err := nodeURL(text)
		if err != nil {
			return o, err
		}
		if o.Key == "" && (u.Scheme != "https" || !certificate) {
			return o, fmt.Errorf("node %s: nothing would show it who asks: set a key, or use https with a client certificate", text)
		}
		if seen[u.String()] {
			return o, fmt.Errorf("node %s is given twice", text)
		}
		seen[u.String()] = true
	}
	if o.DialTimeout < 0 || o.HealthInterval < 0 {
		return o, errors.New("dial_timeout and health_interval must not be negative")
	}
	if o.DialTimeout == 0 {
		o.DialTimeout = defaultDialTimeout
	}
	if o.HealthInterval == 0 {
		o.HealthInterval = defaultHealthInterval
	}
	o.Limits = o.Limits.Or(sandbox.DefaultLimits())
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	return o, nil
}

// Validate reports what New would refuse.
func (o Options) Validate() error {
	_, err := o.withDefaults()
	return err
}

// nodeURL parses the URL of a node.
func nodeURL(text string) (*url.URL, error) {
	u, err := url.Parse(text)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" ||
		u.User != nil || u.RawQuery != "" || u.Fragment != "" {
		return nil, fmt.Errorf("node %q: want a URL like https://executor-1.example.com", text)
	}
	u.Path = strings.TrimRight(u.Path, "/")
	u.RawPath = ""
	return u, nil
}

const (
	defaultDialTimeout    = 2 * time.Second
	defaultHealthInterval = time.Second

	// idleConnection is how long a connection to a node is kept that nobody
	// uses: less than the 5 minutes after which Caddy closes it.
	idleConnection = 90 * time.Second

	// pingAfter is how long an HTTP/2 connection is silent before it is asked
	// whether anybody is there, and how long the answer may take. Without it, a
	// connection whose other end has vanished would be used until the system
	// gives it up, which takes minutes. One that nobody uses is asked until it is
	// closed for that.
	pingAfter = 5 * time.Second

	// firstRest is how long a node is left alone after its first failure.
	firstRest = 50 * time.Millisecond

	// revivalTime is how long a request waits for news of nodes that are down,
	// when all are.
	revivalTime = 250 * time.Millisecond

	// toldFor is how long it counts what a node has told of its load.
	toldFor = time.Second

	// wallsFor is how long it counts what a node has told of its walls.
	wallsFor = 30 * time.Second

	// answerTime is how long a node may take over what is no execution.
	answerTime = 5 * time.Second

	// checkTime is how long a node may take to check a source, waiting for
	// others included, and prepareTime to get a script ready.
	checkTime   = time.Minute
	prepareTime = time.Minute

	// silenceGrace is how much later than its deadline an execution may be
	// answered, and longestSilence how long a node that runs one may say
	// nothing.
	silenceGrace   = 2 * time.Second
	longestSilence = 10 * time.Second

	// startGrace is how long an execution may take beside its place in the queue
	// and its run, each as long as its timeout at most.
	startGrace = 30 * time.Second

	// revokeTime is how long it may take to have a node end an execution, or not
	// begin it.
	revokeTime = time.Second
)
