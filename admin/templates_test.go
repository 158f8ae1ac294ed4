package admin

import (
	"net/http"
	"strconv"
	"testing"

	"github.com/picloud/picloud/sandbox/yaegi"
)

// A template can be used as it is: its source saved, its routes bound.
func TestTemplates_CanBeSavedAndBound(t *testing.T) {
	f := newFixture(t, nil) // not parallel: the engine changes the environment
	c := f.config
	c.Checker = engineChecker{yaegi.New()}
	api, err := New(c)
	if err != nil {
		t.Fatal(err)
	}
	f.handler = api.Trusted()
	items := f.must(http.MethodGet, "/templates", "")["items"].([]any)
	if len(items) < 12 {
		t.Errorf("there are %d templates", len(items))
	}
	for _, item := range items {
		name, _ := get(item, "name").(string)
		for _, field := range []string{"title", "description", "source"} {
			if text, _ := get(item, field).(string); text == "" {
				t.Errorf("%s has no %s", name, field)
			}
		}
		if url, _ := get(item, "request", "url").(string); url == "" {
			t.Errorf("%s has no request to try", name)
		}
		if _, ok := get(item, "request", "header").(map[string]any); !ok {
			t.Errorf("%s: the request's header is %v", name, get(item, "request", "header"))
		}
		source := get(item, "source").(string)
		f.vars[name] = f.must(http.MethodPost, "/scripts", `{"name":"`+name+`","source":`+strconv.Quote(source)+`}`)["id"].(string)
		for _, route := range get(item, "routes").([]any) {
			text := func(field string) string {
				value, _ := get(route, field).(string)
				return strconv.Quote(value)
			}
			f.must(http.MethodPost, "/scripts/{"+name+"}/routes",
				`{"path":`+text("path")+`,"host":`+text("host")+`,"host_param_name":`+text("host_param_name")+`,"method":`+text("method")+`}`)
		}
		check := f.must(http.MethodPost, "/scripts:check", `{"source":`+strconv.Quote(source)+`,"script_id":"{`+name+`}"}`)
		if list := check["diagnostics"].([]any); len(list) > 0 {
			t.Errorf("%s: %v", name, list)
		}
	}
}
