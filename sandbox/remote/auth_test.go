package remote_test

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"log/slog"
	"math/big"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/picloud/picloud/sandbox"
	"github.com/picloud/picloud/sandbox/remote"
)

func TestHandler_RefusesWhoShowsNoKey(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	m := start(t, &stub{}, remote.HandlerOptions{
		Keys:   []string{testKey, "another-key-of-this-length"},
		Logger: slog.New(slog.NewTextHandler(&log, nil)),
	})
	for _, tt := range []struct {
		authorization string
		status        int
	}{
		{"", http.StatusUnauthorized},
		{"Bearer ", http.StatusUnauthorized},
		{testKey, http.StatusUnauthorized},
		{"Basic " + testKey, http.StatusUnauthorized},
		{"bearer " + testKey, http.StatusUnauthorized},
		{"Bearer " + testKey[1:], http.StatusUnauthorized},
		{"Bearer " + testKey + "x", http.StatusUnauthorized},
		{"Bearer " + strings.ToUpper(testKey), http.StatusUnauthorized},
		{"Bearer " + testKey, http.StatusOK},
		{"Bearer another-key-of-this-length", http.StatusOK},
	} {
		for _, operation := range []string{"status", "execute", "check", "prepare", "retire", "revoke", "nonsense"} {
			r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, m.server.URL+"/v1/"+operation, nil)
			if err != nil {
				t.Fatal(err)
			}
			if tt.authorization != "" {
				r.Header.Set("Authorization", tt.authorization)
			}
			response, err := m.server.Client().Do(r)
			if err != nil {
				t.Fatal(err)
			}
			_ = response.Body.Close()
			if refused := response.StatusCode == http.StatusUnauthorized; refused != (tt.status == http.StatusUnauthorized) {
				t.Errorf("%s with %q: %d", operation, tt.authorization, response.StatusCode)
			}
			if operation == "status" && response.StatusCode != tt.status {
				t.Errorf("status with %q: %d", tt.authorization, response.StatusCode)
			}
		}
	}
	if m.executions.Load() > 0 {
		t.Error("something was executed")
	}
	if !strings.Contains(log.String(), "refused") || strings.Contains(log.String(), testKey[1:]) {
		t.Errorf("the log says %s", log.String())
	}
}

func TestNewHandler_WantsAKeyOrACertificate(t *testing.T) {
	t.Parallel()
	node := remote.NewNode(&stub{})
	for _, o := range []remote.HandlerOptions{
		{}, {Keys: []string{""}}, {Keys: []string{"short"}}, {Keys: []string{"with a space, and so on"}},
		{Keys: []string{strings.Repeat("x", 2000)}}, {Keys: []string{testKey}, MaxInFlight: -1},
	} {
		if _, err := remote.NewHandler(node, o); err == nil {
			t.Errorf("%+v: no error", o)
		}
	}
}

// authority signs certificates.
type authority struct {
	certificate *x509.Certificate
	key         *ecdsa.PrivateKey
}

func newAuthority(t *testing.T) *authority {
	t.Helper()
	a := &authority{}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "test"}, IsCA: true, BasicConstraintsValid: true,
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), KeyUsage: x509.KeyUsageCertSign,
	}
	der, key := a.sign(t, template, template, nil)
	certificate, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	a.certificate, a.key = certificate, key
	return a
}

func (a *authority) sign(t *testing.T, template, parent *x509.Certificate, signer *ecdsa.PrivateKey) ([]byte, *ecdsa.PrivateKey) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	if signer == nil {
		signer = key
	}
	der, err := x509.CreateCertificate(rand.Reader, template, parent, &key.PublicKey, signer)
	if err != nil {
		t.Fatal(err)
	}
	return der, key
}

// client is a certificate for callers.
func (a *authority) client(t *testing.T, until time.Time) tls.Certificate {
	t.Helper()
	der, key := a.sign(t, &x509.Certificate{
		SerialNumber: big.NewInt(2), Subject: pkix.Name{CommonName: "ingress"},
		NotBefore: time.Now().Add(-2 * time.Hour), NotAfter: until,
		KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth},
	}, a.certificate, a.key)
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}
}

func (a *authority) pool() *x509.CertPool {
	pool := x509.NewCertPool()
	pool.AddCert(a.certificate)
	return pool
}

func TestHandler_TakesClientCertificates(t *testing.T) {
	t.Parallel()
	ours, theirs := newAuthority(t), newAuthority(t)
	good := ours.client(t, time.Now().Add(time.Hour))
	for _, tt := range []struct {
		name        string
		mode        tls.ClientAuthType
		keys        []string
		certificate *tls.Certificate
		key         string
		want        sandbox.Outcome
	}{
		{"a good one", tls.RequireAndVerifyClientCert, nil, &good, "", sandbox.OK},
		{"a good one, where none is needed to connect", tls.VerifyClientCertIfGiven, nil, &good, "", sandbox.OK},
		{"a good one and a good key", tls.RequireAndVerifyClientCert, []string{testKey}, &good, testKey, sandbox.OK},
		{"a good one and a wrong key", tls.RequireAndVerifyClientCert, []string{testKey}, &good, "another-key-of-this-length", sandbox.Crashed},
		{"none, but a good key", tls.VerifyClientCertIfGiven, []string{testKey}, nil, testKey, sandbox.Crashed},
		{"none", tls.RequireAndVerifyClientCert, nil, nil, testKey, sandbox.Crashed},
		{"one of another authority", tls.RequireAndVerifyClientCert, nil, new(theirs.client(t, time.Now().Add(time.Hour))), "", sandbox.Crashed},
		{"one that nobody has verified", tls.RequireAnyClientCert, nil, new(theirs.client(t, time.Now().Add(time.Hour))), "", sandbox.Crashed},
		{"one that has expired", tls.RequireAndVerifyClientCert, nil, new(ours.client(t, time.Now().Add(-time.Hour))), "", sandbox.Crashed},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			m := startTLS(t, &stub{}, remote.HandlerOptions{Keys: tt.keys, ClientCertificate: true},
				&tls.Config{MinVersion: tls.VersionTLS12, ClientAuth: tt.mode, ClientCAs: ours.pool()})
			m.server.Config.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, slog.LevelError)
			config := m.trusting()
			if tt.certificate != nil {
				config.Certificates = []tls.Certificate{*tt.certificate}
			}
			e, err := remote.New(remote.Options{Nodes: []string{m.server.URL}, Key: tt.key, TLS: config})
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = e.Close() }()
			r, _ := run(t, e, call())
			if r.Outcome != tt.want {
				t.Errorf("%+v", r)
			}
			if n := m.executions.Load(); (n > 0) != (tt.want == sandbox.OK) {
				t.Errorf("executed %d times", n)
			}
		})
	}
}

func TestExecutor_DoesNotTrustANodeItCannotVerify(t *testing.T) {
	t.Parallel()
	m := startTLS(t, &stub{}, remote.HandlerOptions{}, nil)
	m.server.Config.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, slog.LevelError)
	e := dial(t, remote.Options{TLS: &tls.Config{MinVersion: tls.VersionTLS12, RootCAs: newAuthority(t).pool()}}, m)
	if r, _ := run(t, e, call()); r.Outcome != sandbox.Crashed || !strings.Contains(r.Error, "certificate") {
		t.Errorf("%+v", r)
	}
}

func TestNew_RefusesWhatMakesNoSense(t *testing.T) {
	t.Parallel()
	for _, o := range []remote.Options{
		{Key: testKey},
		{Nodes: []string{"https://a"}},
		{Nodes: []string{"ftp://a"}, Key: testKey},
		{Nodes: []string{"https://user:pass@a"}, Key: testKey},
		{Nodes: []string{"https://a?x"}, Key: testKey},
		{Nodes: []string{"https://"}, Key: testKey},
		{Nodes: []string{"https://a"}, Key: "short"},
		{Nodes: []string{"https://a"}, Key: testKey, HealthInterval: -1},
		{Nodes: []string{"http://a"}, TLS: &tls.Config{MinVersion: tls.VersionTLS12, Certificates: make([]tls.Certificate, 1)}},
	} {
		if e, err := remote.New(o); err == nil {
			_ = e.Close()
			t.Errorf("%+v: no error", o)
		}
	}
}
