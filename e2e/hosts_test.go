package e2e

import (
	"net/http"
	"testing"
)

func TestHosts_TheMoreSpecificAnswers(t *testing.T) {
	t.Parallel()
	s := start(t, setup{})
	tenant := `package main

import "github.com/picloud/picloud/sdk"

func Handle(ctx *sdk.Context) any { return "wildcard " + ctx.Request.Params["tenant"] }
`
	for _, r := range []struct {
		name, source string
		route        object
	}{
		{"any", textSource("any"), object{"path": "/p"}},
		{"any-q", textSource("any"), object{"path": "/q"}},
		{"wildcard", tenant, object{"path": "/p", "host": "*.example.com", "host_param_name": "tenant"}},
		{"longer-wildcard", textSource("longer wildcard"), object{"path": "/p", "host": "*.eu.example.com"}},
		{"strict", textSource("strict"), object{"path": "/p", "host": "shop.example.com"}},
		{"strict-post", textSource("strict post"), object{"path": "/q", "host": "shop.example.com", "method": "POST"}},
		{"punycode", textSource("punycode"), object{"path": "/p", "host": "bücher.example"}},
	} {
		s.bind(t, s.create(t, object{"name": r.name, "source": r.source}), r.route)
	}
	for _, c := range []struct{ host, path, want string }{
		{"shop.example.com", "/p", "strict"},
		{"SHOP.example.COM:8080", "/p", "strict"},
		{"shop.example.com.", "/p", "strict"},
		{"acme.example.com", "/p", "wildcard acme"},
		{"a.b.example.com:1", "/p", "wildcard a.b"},
		{"x.eu.example.com", "/p", "longer wildcard"},
		{"eu.example.com", "/p", "wildcard eu"},
		{"example.com", "/p", "any"},
		{"notexample.com", "/p", "any"},
		{"xn--bcher-kva.example", "/p", "punycode"},
		{"[::1]:80", "/p", "any"},
		// No route of the more specific buckets takes these.
		{"shop.example.com", "/q", "any"},
		{"acme.example.com", "/q", "any"},
	} {
		t.Run(c.host+c.path, func(t *testing.T) {
			s.get(t, c.path, "Host", c.host).wantBody(t, c.want)
			got := s.match(t, "http://"+c.host+c.path)
			if !got.Matched {
				t.Errorf("want routes:match to agree, got %+v", got)
			}
		})
	}
	if a := s.call(t, http.MethodPost, "/q", nil, "Host", "shop.example.com"); string(a.body) != "strict post" {
		t.Errorf("want the strict route for POST, got %s", a)
	}
	t.Run("routes:match tells what lost", func(t *testing.T) {
		got := s.match(t, "http://x.eu.example.com/p")
		lost := 0
		for _, c := range got.Candidates {
			if !c.Won && c.Reason != "" {
				lost++
			}
		}
		if lost < 2 {
			t.Errorf("want the shorter wildcard and the any route with their reasons, got %+v", got.Candidates)
		}
	})
	t.Run("hosts that are none are refused with their place", func(t *testing.T) {
		made := s.create(t, object{"name": "extra", "source": textSource("extra")})
		for host, offset := range map[string]int{"example.com:80": 11, "http://example.com": 4, "a.*.com": 2, "a..com": 2} {
			a := s.api(t, http.MethodPost, "/scripts/"+made.ID+"/routes", object{"path": "/p", "host": host}).
				want(t, http.StatusUnprocessableEntity)
			if p := decode[problem](t, a); p.Field != "host" || p.Offset == nil || *p.Offset != offset {
				t.Errorf("want byte %d of the host %s, got %s", offset, host, a)
			}
		}
	})
}
