package picloud

import (
	"net/http"
	"slices"
	"testing"
)

func TestHideSession_TakesOnlyTheSession(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ in, want []string }{
		{nil, nil},
		{[]string{"a=1; b=2"}, []string{"a=1; b=2"}},
		{[]string{"a=1;b=2"}, []string{"a=1;b=2"}},
		{[]string{"picloud_session=x"}, nil},
		{[]string{"__Host-picloud_session=x"}, nil},
		{[]string{"a=1; picloud_session=x; b=2"}, []string{"a=1; b=2"}},
		{[]string{"a=1;picloud_session=x;b=2"}, []string{"a=1; b=2"}},
		{[]string{"a=1", "picloud_session=x", "b=2; __Host-picloud_session=y"}, []string{"a=1", "b=2"}},
		{[]string{"picloud_session=x; picloud_session=y"}, nil},
		{[]string{" picloud_session = x"}, nil},
		{[]string{"picloud_session"}, nil},
		{[]string{"=picloud_session=x"}, nil},
		{[]string{"my_picloud_session=x; picloud_sessions=y; Picloud_Session=z"}, []string{"my_picloud_session=x; picloud_sessions=y; Picloud_Session=z"}},
		{[]string{`a="picloud_session=x"`}, []string{`a="picloud_session=x"`}},
	} {
		h := http.Header{"Cookie": slices.Clone(c.in)}
		if c.in == nil {
			h = http.Header{}
		}
		hideSession(h)
		if got := h["Cookie"]; !slices.Equal(got, c.want) {
			t.Errorf("%q becomes %q, want %q", c.in, got, c.want)
		}
	}
}

func TestHideSession_CostsNothingWithoutASession(t *testing.T) {
	h := http.Header{"Cookie": {"a=1; b=2"}}
	if n := testing.AllocsPerRun(100, func() { hideSession(h) }); n > 0 {
		t.Errorf("%v allocations", n)
	}
}

func TestKeepSession_LetsNoScriptSetIt(t *testing.T) {
	t.Parallel()
	dropped := []string{
		"picloud_session=x", "picloud_session=x; Path=/api", " picloud_session=x", "picloud_session =x", "picloud_session=; Max-Age=0",
		"__Host-picloud_session=x; Secure; Path=/", "__host-Picloud_Session=x", "=picloud_session=x", "= picloud_session=x", "picloud_session",
	}
	kept := []string{"a=1", "a=picloud_session", "picloud_sessions=1; Path=/", "b=2; picloud_session=x"}
	h := http.Header{"Set-Cookie": append(slices.Clone(dropped), kept...)}
	keepSession(h)
	if got := h["Set-Cookie"]; !slices.Equal(got, kept) {
		t.Errorf("got %q, want %q", got, kept)
	}
	h = http.Header{"Set-Cookie": dropped}
	keepSession(h)
	if len(h) != 0 {
		t.Errorf("got %q", h)
	}
}
