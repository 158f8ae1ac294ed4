package e2e

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// principal is who the admin API takes a caller for.
type principal struct {
	Kind      string   `json:"kind"`
	Name      string   `json:"name"`
	TokenID   string   `json:"token_id"`
	SessionID string   `json:"session_id"`
	Scopes    []string `json:"scopes"`
}

// token is a token as it is shown, once with its secret.
type token struct {
	ID     string   `json:"id"`
	Name   string   `json:"name"`
	Scopes []string `json:"scopes"`
	Secret string   `json:"token"`
}

// makeToken makes a token on the admin endpoint.
func (s *server) makeToken(t *testing.T, name string, scopes ...string) token {
	t.Helper()
	return decode[token](t, s.api(t, http.MethodPost, "/tokens", object{"name": name, "scopes": scopes}).want(t, http.StatusCreated))
}

// cookie returns the session cookie of an answer, as a request sends it.
func (a answer) cookie(t *testing.T) (pair string, cookie *http.Cookie) {
	t.Helper()
	cookies := (&http.Response{Header: a.header}).Cookies()
	if len(cookies) != 1 || !strings.HasPrefix(cookies[0].Value, "pcs_") {
		t.Fatalf("want a session cookie, got %v in %s", cookies, a)
	}
	return cookies[0].Name + "=" + cookies[0].Value, cookies[0]
}

// signIn starts a session as a browser does and returns its cookie.
func (s *server) signIn(t *testing.T, secret string) string {
	t.Helper()
	pair, _ := s.call(t, http.MethodPost, adminPath+"/session", object{"token": secret}).want(t, http.StatusCreated).cookie(t)
	return pair
}

// setupLinks returns the setup links that the running process has logged.
func (s *server) setupLinks() []string {
	var links []string
	for line := range strings.Lines(s.output.String()) {
		var entry struct {
			URL string `json:"url"`
		}
		if json.Unmarshal([]byte(line), &entry) == nil && strings.Contains(entry.URL, "/admin/setup#code=") {
			links = append(links, entry.URL)
		}
	}
	return links
}

// setupLink waits for the setup link of a start without tokens.
func (s *server) setupLink(t *testing.T) *url.URL {
	t.Helper()
	eventually(t, "the setup link is logged", func() bool { return len(s.setupLinks()) > 0 })
	link, err := url.Parse(s.setupLinks()[0])
	if err != nil {
		t.Fatal(err)
	}
	return link
}

// setupCode waits for the code of the setup link.
func (s *server) setupCode(t *testing.T) string {
	t.Helper()
	code, found := strings.CutPrefix(s.setupLink(t).Fragment, "code=")
	if !found || len(code) < 40 {
		t.Fatalf("want a code in %s", s.setupLink(t))
	}
	return code
}

func (s *server) setupIsOpen(t *testing.T) bool {
	t.Helper()
	return decode[struct {
		Open bool `json:"open"`
	}](t, s.get(t, adminPath+"/setup").want(t, http.StatusOK)).Open
}

// onDisk returns the file of the store that holds a text, "" if none does.
func (s *server) onDisk(t *testing.T, text string) string {
	t.Helper()
	var found string
	if err := filepath.WalkDir(s.data(), func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.Type().IsRegular() {
			return err
		}
		content, err := os.ReadFile(path)
		if bytes.Contains(content, []byte(text)) {
			found = path
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return found
}

// completeSetup sends a setup code.
func (s *server) completeSetup(t *testing.T, code string, header ...string) answer {
	t.Helper()
	return s.call(t, http.MethodPost, adminPath+"/setup", object{"code": code, "name": "owner"}, header...)
}

func TestSetup_LeadsFromTheLinkToATokenAndASession(t *testing.T) {
	t.Parallel()
	s := start(t, setup{})
	link, code := s.setupLink(t), s.setupCode(t)
	if link.Host != s.public || link.Path != "/admin/setup" {
		t.Errorf("want a link to the site at %s, got %s", s.public, link)
	}
	if n := len(s.setupLinks()); n != 1 {
		t.Errorf("want one link, got %d", n)
	}
	contains(t, string(s.get(t, link.Path).want(t, http.StatusOK).body), "PiCloud")
	if !s.setupIsOpen(t) {
		t.Fatal("want the setup to be open")
	}
	s.completeSetup(t, code[:len(code)-1]).wantProblem(t, http.StatusForbidden, "bad_setup_code")
	s.completeSetup(t, "pcl_"+code).wantProblem(t, http.StatusForbidden, "bad_setup_code")
	s.completeSetup(t, code, "Sec-Fetch-Site", "cross-site").wantProblem(t, http.StatusForbidden, "cross_origin")

	a := s.completeSetup(t, code, "Sec-Fetch-Site", "same-origin").want(t, http.StatusCreated)
	made := decode[struct {
		Token token `json:"token"`
	}](t, a).Token
	pair, cookie := a.cookie(t)
	if !strings.HasPrefix(made.Secret, "pcl_") || made.Name != "owner" || len(made.Scopes) != 3 {
		t.Errorf("want a token that may do everything, got %+v", made)
	}
	if cookie.Name != "picloud_session" || !cookie.HttpOnly || cookie.SameSite != http.SameSiteStrictMode || cookie.Path != "/" || cookie.Secure || cookie.Domain != "" {
		t.Errorf("want a cookie for this host alone, got %s", cookie)
	}
	bearer := "Bearer " + made.Secret
	isIn := func(t *testing.T) {
		t.Helper()
		if who := decode[principal](t, s.get(t, adminPath+"/session", "Cookie", pair).want(t, http.StatusOK)); who.Kind != "session" || who.TokenID != made.ID {
			t.Errorf("want the session, got %+v", who)
		}
		if who := decode[principal](t, s.get(t, adminPath+"/session", "Authorization", bearer).want(t, http.StatusOK)); who.Kind != "token" || who.Name != "owner" {
			t.Errorf("want the token, got %+v", who)
		}
		s.get(t, adminPath+"/tokens", "Cookie", pair).want(t, http.StatusOK)
		s.get(t, adminPath+"/scripts").wantProblem(t, http.StatusUnauthorized, "unauthenticated")
	}
	isIn(t)

	t.Run("the link works once", func(t *testing.T) {
		s.completeSetup(t, code).wantProblem(t, http.StatusForbidden, "setup_closed")
		if s.setupIsOpen(t) {
			t.Error("want the setup to be closed")
		}
	})
	t.Run("nothing of it is in the log or in what is kept", func(t *testing.T) {
		for _, secret := range []string{made.Secret, cookie.Value} {
			if strings.Contains(s.output.String(), secret) {
				t.Errorf("the log has %s", secret[:8])
			}
			if found := s.onDisk(t, secret); found != "" {
				t.Errorf("%s has %s", found, secret[:8])
			}
		}
		if found := s.onDisk(t, code); found != "" {
			t.Errorf("%s has the setup code", found)
		}
	})
	t.Run("a start with a token prints no link, and all of them go on", func(t *testing.T) {
		s.terminate(t)
		s.launch(t)
		isIn(t)
		if links := s.setupLinks(); len(links) != 0 || s.setupIsOpen(t) {
			t.Errorf("want no setup, got %s", links)
		}
	})
	t.Run("without any token the site is closed, and the next start prints another link", func(t *testing.T) {
		s.api(t, http.MethodDelete, "/tokens/"+made.ID, nil).want(t, http.StatusNoContent)
		s.get(t, adminPath+"/scripts", "Cookie", pair).wantProblem(t, http.StatusForbidden, "admin_closed")
		s.get(t, adminPath+"/scripts", "Authorization", bearer).wantProblem(t, http.StatusForbidden, "admin_closed")
		s.terminate(t)
		s.launch(t)
		again := s.setupCode(t)
		s.completeSetup(t, code).wantProblem(t, http.StatusForbidden, "bad_setup_code")
		s.terminate(t)
		s.launch(t)
		if s.setupCode(t) == again {
			t.Error("want another code at each start")
		}
		s.completeSetup(t, s.setupCode(t)).want(t, http.StatusCreated)
	})
}

func TestSetup_IsOverWithATokenFromTheShell(t *testing.T) {
	t.Parallel()
	s := start(t, setup{})
	code := s.setupCode(t)
	secret := strings.TrimSpace(s.shell(t).run(t, 0, "token", "create", "me", "--scope", "admin").out)
	s.get(t, adminPath+"/tokens", "Authorization", "Bearer "+secret).want(t, http.StatusOK)
	s.completeSetup(t, code).wantProblem(t, http.StatusForbidden, "setup_closed")
	if s.setupIsOpen(t) {
		t.Error("want the setup to be closed")
	}
}

func TestTokens_Expire(t *testing.T) {
	t.Parallel()
	s := start(t, setup{})
	made := decode[token](t, s.api(t, http.MethodPost, "/tokens", object{
		"name": "short", "scopes": []string{"admin"}, "expires_at": time.Now().Add(2 * time.Second).UTC().Format(time.RFC3339Nano),
	}).want(t, http.StatusCreated))
	s.makeToken(t, "long", "read")
	eventually(t, "the token has expired", func() bool {
		a := s.get(t, adminPath+"/scripts", "Authorization", "Bearer "+made.Secret)
		if a.status == http.StatusOK {
			return false
		}
		a.wantProblem(t, http.StatusUnauthorized, "unauthenticated")
		return true
	})
	s.call(t, http.MethodPost, adminPath+"/session", object{"token": made.Secret}).wantProblem(t, http.StatusUnauthorized, "bad_token")
}
