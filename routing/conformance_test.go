package routing

import (
	"encoding/json"
	"maps"
	"os"
	"slices"
	"testing"
)

type conformance struct {
	Parse []struct {
		Path     string   `json:"path"`
		PathKind PathKind `json:"path_kind"`
		OK       bool     `json:"ok"`
		Kind     PathKind `json:"kind"`
	} `json:"parse"`
	Host []struct {
		Host     string   `json:"host"`
		HostKind HostKind `json:"host_kind"`
		Param    string   `json:"host_param_name"`
		OK       bool     `json:"ok"`
		Kind     HostKind `json:"kind"`
	} `json:"host"`
	Tables []struct {
		Routes []struct {
			ID     string `json:"id"`
			Host   string `json:"host"`
			Param  string `json:"host_param_name"`
			Path   string `json:"path"`
			Method string `json:"method"`
			Expect struct {
				Status    int      `json:"status"`
				HostKind  HostKind `json:"host_kind"`
				PathKind  PathKind `json:"path_kind"`
				Conflicts []string `json:"conflicts_with"`
			} `json:"expect"`
		} `json:"routes"`
		Requests []struct {
			Method string `json:"method"`
			Host   string `json:"host"`
			Path   string `json:"path"`
			Expect struct {
				Route    string            `json:"route"`
				Params   map[string]string `json:"params"`
				Rest     string            `json:"rest"`
				Status   int               `json:"status"`
				Allow    []string          `json:"allow"`
				Reserved bool              `json:"reserved"`
			} `json:"expect"`
		} `json:"requests"`
	} `json:"tables"`
}

func loadConformance(t *testing.T) conformance {
	t.Helper()
	data, err := os.ReadFile("testdata/routing_cases.json")
	if err != nil {
		t.Fatal(err)
	}
	var c conformance
	if err := json.Unmarshal(data, &c); err != nil {
		t.Fatal(err)
	}
	if len(c.Parse) == 0 || len(c.Host) == 0 || len(c.Tables) == 0 {
		t.Fatal("the conformance cases are incomplete")
	}
	return c
}

func TestConformance_Parse(t *testing.T) {
	t.Parallel()
	for _, c := range loadConformance(t).Parse {
		r, err := Compile(Spec{Path: c.Path, PathKind: c.PathKind})
		if (err == nil) != c.OK {
			t.Errorf("path %q, kind %q: ok is %t, want %t (%v)", c.Path, c.PathKind, err == nil, c.OK, err)
			continue
		}
		if err == nil && r.Spec().PathKind != c.Kind {
			t.Errorf("path %q: read as %s, want %s", c.Path, r.Spec().PathKind, c.Kind)
		}
	}
}

func TestConformance_Host(t *testing.T) {
	t.Parallel()
	for _, c := range loadConformance(t).Host {
		r, err := Compile(Spec{Host: c.Host, HostKind: c.HostKind, HostParamName: c.Param, Path: "/"})
		if (err == nil) != c.OK {
			t.Errorf("host %q, kind %q, param %q: ok is %t, want %t (%v)", c.Host, c.HostKind, c.Param, err == nil, c.OK, err)
			continue
		}
		if err == nil && r.Spec().HostKind != c.Kind {
			t.Errorf("host %q: read as %s, want %s", c.Host, r.Spec().HostKind, c.Kind)
		}
	}
}

func TestConformance_Tables(t *testing.T) {
	t.Parallel()
	for i, c := range loadConformance(t).Tables {
		var routes []*Route
		for _, in := range c.Routes {
			r, err := Compile(Spec{ID: in.ID, Host: in.Host, HostParamName: in.Param, Path: in.Path, Method: in.Method})
			if (err != nil) != (in.Expect.Status == 422) {
				t.Errorf("table %d, route %s: error %v, want status %d", i, in.ID, err, in.Expect.Status)
			}
			if err != nil {
				continue
			}
			var ids []string
			for _, other := range NewTable(routes).Conflicts(r) {
				ids = append(ids, other.Route.ID())
			}
			want := slices.Sorted(slices.Values(in.Expect.Conflicts))
			slices.Sort(ids)
			if !slices.Equal(ids, want) {
				t.Errorf("table %d, route %s: conflicts with %v, want %v", i, in.ID, ids, want)
			}
			if len(ids) > 0 {
				continue
			}
			if s := r.Spec(); s.HostKind != in.Expect.HostKind || s.PathKind != in.Expect.PathKind {
				t.Errorf("table %d, route %s: kinds %s and %s, want %s and %s", i, in.ID, s.HostKind, s.PathKind, in.Expect.HostKind, in.Expect.PathKind)
			}
			routes = append(routes, r)
		}
		table := NewTable(routes)
		for _, q := range c.Requests {
			if _, ok := Reserved(q.Path); ok != q.Expect.Reserved {
				t.Errorf("table %d, %s: reserved is %t", i, q.Path, ok)
			}
			if q.Expect.Reserved {
				continue
			}
			m := table.Match(&Request{Method: q.Method, Host: q.Host, Path: q.Path})
			id := ""
			if m.Route != nil {
				id = m.Route.ID()
			}
			if id != q.Expect.Route || m.Rest != q.Expect.Rest || !slices.Equal(m.Allow, q.Expect.Allow) || !maps.Equal(m.Params.Map(), q.Expect.Params) {
				t.Errorf("table %d, %s %s%s: got %q %v rest %q allow %v, want %+v", i, q.Method, q.Host, q.Path, id, m.Params, m.Rest, m.Allow, q.Expect)
			}
			if (len(m.Allow) > 0) != (q.Expect.Status == 405) {
				t.Errorf("table %d, %s %s%s: allow %v, want status %d", i, q.Method, q.Host, q.Path, m.Allow, q.Expect.Status)
			}
		}
	}
}
