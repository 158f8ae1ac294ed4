package picloud

import (
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"hash/maphash"
	"log/slog"
	"os"
	"time"

	"github.com/caddyserver/caddy/v2"
	"github.com/caddyserver/caddy/v2/caddyconfig/caddyfile"

	"github.com/picloud/picloud/sandbox"
	"github.com/picloud/picloud/sandbox/remote"
)

func init() { caddy.RegisterModule(RemoteExecutor{}) }

// RemoteExecutor runs scripts on other machines, each of which is a Caddy with
// the handler `picloud_executor`. An execution goes to the node that has least
// to do; one that may have begun is never given to another.
type RemoteExecutor struct {
	// Nodes are the URLs of the executor nodes, such as
	// `https://executor-1.example.com`. With `http`, requests and the key pass
	// unencrypted: use it on this machine and on networks that only you listen
	// on. Placeholders like `{env.X}` are replaced.
	Nodes []string `json:"nodes,omitempty"`

	// Key is what this node shows executor nodes, which have the same: 16 to
	// 1,024 visible ASCII characters, such as from `openssl rand -hex 32`. It is
	// best taken from the environment, as with `{env.PICLOUD_EXECUTOR_KEY}`:
	// placeholders are replaced when the config is loaded, and the config itself
	// then holds no key. It may be left out where there is a client certificate.
	Key string `json:"key,omitempty"`

	// TLSCA is a file of PEM certificates, by one of which those of executor
	// nodes must be signed. Placeholders are replaced. Default: the system's.
	TLSCA string `json:"tls_ca,omitempty"`

	// TLSClientCertificate and TLSClientKey are PEM files with the certificate
	// that this node shows executor nodes, and its key. Placeholders are
	// replaced. They are read when the config is loaded.
	TLSClientCertificate string `json:"tls_client_certificate,omitempty"`
	TLSClientKey         string `json:"tls_client_key,omitempty"`

	// TLSServerName is the name that certificates of executor nodes must have.
	// Default: the host in the node's URL.
	TLSServerName string `json:"tls_server_name,omitempty"`

	// DialTimeout is how long connecting to a node may take. Default: 2s.
	DialTimeout caddy.Duration `json:"dial_timeout,omitempty"`

	// HealthInterval is how long a node that could not be reached is left alone
	// before it is looked at again. Without requests no node is looked at.
	// Default: 1s.
	HealthInterval caddy.Duration `json:"health_interval,omitempty"`

	options  remote.Options
	identity string
}

// CaddyModule returns the Caddy module information.
func (RemoteExecutor) CaddyModule() caddy.ModuleInfo {
	return caddy.ModuleInfo{
		ID:  "picloud.executors.remote",
		New: func() caddy.Module { return new(RemoteExecutor) },
	}
}

// Provision replaces placeholders and reads the certificates.
func (e *RemoteExecutor) Provision(caddy.Context) error {
	e.options = remote.Options{
		DialTimeout:    time.Duration(e.DialTimeout),
		HealthInterval: time.Duration(e.HealthInterval),
	}
	replacer := caddy.NewReplacer()
	for _, node := range e.Nodes {
		expanded, err := replacer.ReplaceOrErr(node, true, true)
		if err != nil {
			return fmt.Errorf("executor remote: node: %w", err)
		}
		e.options.Nodes = append(e.options.Nodes, expanded)
	}
	var err error
	if e.options.Key, err = replacer.ReplaceOrErr(e.Key, true, true); err != nil {
		return fmt.Errorf("executor remote: key: %w", err)
	}
	// Other certificates in the same files are another executor, as another key
	// is, which an identity must not tell.
	var identity maphash.Hash
	identity.SetSeed(identitySeed)
	maphash.WriteComparable(&identity, e.options.Key)
	if e.options.TLS, err = e.tls(replacer, &identity); err != nil {
		return fmt.Errorf("executor remote: %w", err)
	}
	if err := e.options.Validate(); err != nil {
		return fmt.Errorf("executor remote: %w", err)
	}
	settings, err := json.Marshal([]any{e.options.Nodes, e.TLSServerName, e.DialTimeout, e.HealthInterval})
	if err != nil {
		return err
	}
	e.identity = fmt.Sprintf("remote:%s#%016x", settings, identity.Sum64())
	return nil
}

// tls makes the configuration for connections to nodes, or nil when there is
// nothing to configure. What it reads goes into the identity.
func (e *RemoteExecutor) tls(replacer *caddy.Replacer, identity *maphash.Hash) (*tls.Config, error) {
	if e.TLSCA == "" && e.TLSClientCertificate == "" && e.TLSClientKey == "" && e.TLSServerName == "" {
		return nil, nil
	}
	config := &tls.Config{MinVersion: tls.VersionTLS12, ServerName: e.TLSServerName}
	read := func(what, name string) ([]byte, error) {
		path, err := replacer.ReplaceOrErr(name, true, true)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", what, err)
		}
		content, err := os.ReadFile(path)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", what, err)
		}
		maphash.WriteComparable(identity, string(content))
		return content, nil
	}
	if e.TLSCA != "" {
		content, err := read("tls_ca", e.TLSCA)
		if err != nil {
			return nil, err
		}
		config.RootCAs = x509.NewCertPool()
		if !config.RootCAs.AppendCertsFromPEM(content) {
			return nil, errors.New("tls_ca: no certificate in PEM is in the file")
		}
	}
	if (e.TLSClientCertificate == "") != (e.TLSClientKey == "") {
		return nil, errors.New("tls_client_certificate: want the files of a certificate and of its key")
	}
	if e.TLSClientCertificate == "" {
		return config, nil
	}
	certificate, err := read("tls_client_certificate", e.TLSClientCertificate)
	if err != nil {
		return nil, err
	}
	key, err := read("tls_client_certificate", e.TLSClientKey)
	if err != nil {
		return nil, err
	}
	pair, err := tls.X509KeyPair(certificate, key)
	if err != nil {
		return nil, fmt.Errorf("tls_client_certificate: %w", err)
	}
	config.Certificates = []tls.Certificate{pair}
	return config, nil
}

// Identity implements ExecutorModule.
func (e *RemoteExecutor) Identity() string { return e.identity }

// Open implements ExecutorModule. It does not wait for the nodes.
func (e *RemoteExecutor) Open(logger *slog.Logger) (sandbox.Executor, error) {
	options := e.options
	options.Logger = logger
	executor, err := remote.New(options)
	if err != nil {
		return nil, err // and not a nil *remote.Executor
	}
	return executor, nil
}

// UnmarshalCaddyfile reads the executor. Syntax:
//
//	executor remote <url>... {
//		key                    <key>
//		tls_ca                 <file>
//		tls_client_certificate <file> <key file>
//		tls_server_name        <name>
//		dial_timeout           <duration>
//		health_interval        <duration>
//	}
func (e *RemoteExecutor) UnmarshalCaddyfile(d *caddyfile.Dispenser) error {
	d.Next() // consume executor name
	e.Nodes = d.RemainingArgs()
	if len(e.Nodes) == 0 {
		return d.ArgErr()
	}
	for nesting := d.Nesting(); d.NextBlock(nesting); {
		var err error
		switch option := d.Val(); option {
		case "key":
			err = parseOnce(d, &e.Key)
		case "tls_ca":
			err = parseOnce(d, &e.TLSCA)
		case "tls_client_certificate":
			err = parseOnce(d, &e.TLSClientCertificate, &e.TLSClientKey)
		case "tls_server_name":
			err = parseOnce(d, &e.TLSServerName)
		case "dial_timeout":
			e.DialTimeout, err = parseDuration(d)
		case "health_interval":
			e.HealthInterval, err = parseDuration(d)
		default:
			return d.Errf("unrecognized option %q", option)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// parseOnce reads the arguments of an option that may be given once.
func parseOnce(d *caddyfile.Dispenser, into ...*string) error {
	if *into[0] != "" {
		return d.Errf("%s is given twice", d.Val())
	}
	if !d.AllArgs(into...) {
		return d.ArgErr()
	}
	return nil
}

// Interface guards
var (
	_ caddy.Provisioner     = (*RemoteExecutor)(nil)
	_ caddyfile.Unmarshaler = (*RemoteExecutor)(nil)
	_ ExecutorModule        = (*RemoteExecutor)(nil)
)
