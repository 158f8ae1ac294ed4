package admin

import (
	"encoding/json"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// document returns the OpenAPI document as JSON values.
func document(t *testing.T) map[string]any {
	t.Helper()
	text, err := Document()
	if err != nil {
		t.Fatal(err)
	}
	return object(t, string(text))
}

// get follows names through objects.
func get(v any, path ...string) any {
	for _, name := range path {
		o, _ := v.(map[string]any)
		v = o[name]
	}
	return v
}

// operations calls yield for each operation of the document.
func operations(t *testing.T, yield func(method, path string, op map[string]any)) {
	t.Helper()
	for path, item := range get(document(t), "paths").(map[string]any) {
		for method, op := range item.(map[string]any) {
			yield(strings.ToUpper(method), path, op.(map[string]any))
		}
	}
}

func TestOpenAPI_HasExactlyTheOperationsOfTheAPI(t *testing.T) {
	t.Parallel()
	want := []string{
		"DELETE /routes/{route_id}",
		"DELETE /scripts/{id}",
		"DELETE /session",
		"DELETE /sessions/{id}",
		"DELETE /tokens/{id}",
		"GET /audit",
		"GET /backup",
		"GET /completions",
		"GET /config",
		"GET /export",
		"GET /logs",
		"GET /logs/{execution_id}",
		"GET /logs:tail",
		"GET /nodes",
		"GET /openapi.json",
		"GET /routes",
		"GET /routes/{route_id}",
		"GET /scripts",
		"GET /scripts/{id}",
		"GET /scripts/{id}/routes",
		"GET /scripts/{id}/versions",
		"GET /scripts/{id}/versions/{n}",
		"GET /session",
		"GET /sessions",
		"GET /setup",
		"GET /stats",
		"GET /templates",
		"GET /tokens",
		"POST /import",
		"POST /routes:check",
		"POST /routes:match",
		"POST /scripts",
		"POST /scripts/{id}/routes",
		"POST /scripts/{id}/test",
		"POST /scripts/{id}/versions/{n}/activate",
		"POST /scripts:check",
		"POST /scripts:format",
		"POST /scripts:test",
		"POST /session",
		"POST /setup",
		"POST /tokens",
		"PUT /routes/{route_id}",
		"PUT /scripts/{id}",
	}
	var got []string
	operations(t, func(method, path string, _ map[string]any) {
		got = append(got, method+" "+strings.TrimPrefix(path, BasePath))
	})
	slices.Sort(got)
	if !slices.Equal(got, want) {
		t.Errorf("the operations are\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestOpenAPI_EveryOperationIsServed(t *testing.T) {
	t.Parallel()
	f := newFixture(t, nil)
	param := regexp.MustCompile(`\{[a-z_]+\}`)
	operations(t, func(method, path string, op map[string]any) {
		rec := f.send(method, param.ReplaceAllString(path, "1"), "")
		if rec.Code == http.StatusMethodNotAllowed || strings.Contains(rec.Body.String(), "openapi.json describes") {
			t.Errorf("%s %s: %d %s", method, path, rec.Code, rec.Body)
		}
		if get(op, "responses", itoa(rec.Code)) == nil {
			t.Errorf("%s %s answers %d, which is not documented", method, path, rec.Code)
		}
	})
}

func itoa(n int) string {
	text, _ := json.Marshal(n) // an integer is always fit for JSON
	return string(text)
}

func TestOpenAPI_IsComplete(t *testing.T) {
	t.Parallel()
	doc := document(t)
	if got := doc["openapi"]; got != "3.1.0" {
		t.Errorf("openapi is %v", got)
	}
	for _, path := range [][]string{{"info", "title"}, {"info", "version"}, {"info", "description"}} {
		if text, _ := get(doc, path...).(string); text == "" {
			t.Errorf("no %v", path)
		}
	}
	var tags []any
	for _, tag := range doc["tags"].([]any) {
		tags = append(tags, get(tag, "name"))
	}
	ids := map[any]bool{}
	param := regexp.MustCompile(`\{([a-z_]+)\}`)
	operations(t, func(method, path string, op map[string]any) {
		name := method + " " + path
		for _, field := range []string{"operationId", "summary"} {
			if text, _ := op[field].(string); text == "" {
				t.Errorf("%s has no %s", name, field)
			}
		}
		if ids[op["operationId"]] {
			t.Errorf("%s: the operationId %v is there twice", name, op["operationId"])
		}
		ids[op["operationId"]] = true
		list, _ := op["tags"].([]any)
		if len(list) != 1 || !slices.Contains(tags, list[0]) {
			t.Errorf("%s has the tags %v", name, list)
		}
		checkParameters(t, name, op, param.FindAllStringSubmatch(path, -1))
		checkResponses(t, name, op)
		hasBody := method == http.MethodPut || method == http.MethodPost && !strings.HasSuffix(path, "/activate")
		if (get(op, "requestBody", "content", "application/json", "schema") != nil) != hasBody {
			t.Errorf("%s: the body is %v", name, op["requestBody"])
		}
	})
}

func checkParameters(t *testing.T, name string, op map[string]any, want [][]string) {
	t.Helper()
	var inPath []string
	list, _ := op["parameters"].([]any)
	for _, p := range list {
		if text, _ := get(p, "description").(string); text == "" {
			t.Errorf("%s: the parameter %v has no description", name, get(p, "name"))
		}
		if get(p, "schema") == nil {
			t.Errorf("%s: the parameter %v has no schema", name, get(p, "name"))
		}
		if get(p, "in") == "path" {
			inPath = append(inPath, get(p, "name").(string))
			if get(p, "required") != true {
				t.Errorf("%s: the parameter %v is not required", name, get(p, "name"))
			}
		}
	}
	for _, one := range want {
		if !slices.Contains(inPath, one[1]) {
			t.Errorf("%s: the parameter %s is not declared", name, one[1])
		}
	}
	if len(inPath) != len(want) {
		t.Errorf("%s declares %v", name, inPath)
	}
}

func checkResponses(t *testing.T, name string, op map[string]any) {
	t.Helper()
	good, server := 0, 0
	for code, response := range op["responses"].(map[string]any) {
		if text, _ := get(response, "description").(string); text == "" {
			t.Errorf("%s: %s has no description", name, code)
		}
		switch code[0] {
		case '2':
			good++
			media := "application/json"
			switch {
			case strings.HasSuffix(name, "/logs:tail"):
				media = eventStream
			case strings.HasSuffix(name, "/backup"):
				media = backupType
			}
			if code != "204" && get(response, "content", media, "schema") == nil {
				t.Errorf("%s: %s has no schema", name, code)
			}
		case '4', '5':
			if code[0] == '5' {
				server++
			}
			if ref := get(response, "content", "application/problem+json", "schema", "$ref"); ref != "#/components/schemas/Problem" {
				t.Errorf("%s: %s is described by %v", name, code, ref)
			}
		default:
			t.Errorf("%s answers %s", name, code)
		}
	}
	if good != 1 || server == 0 {
		t.Errorf("%s has %d good responses and %d for the server's failure", name, good, server)
	}
}

func TestOpenAPI_ProblemsHaveTheirExtensions(t *testing.T) {
	t.Parallel()
	properties := get(document(t), "components", "schemas", "Problem", "properties")
	for _, name := range []string{
		"status", "title", "code", "detail", "errors", "field", "offset", "diagnostics", "conflicting_route", "witness", "current_revision",
	} {
		if get(properties, name) == nil {
			t.Errorf("a problem has no %s", name)
		}
	}
}

func TestOpenAPI_SchemasAreOursAndEveryReferenceResolves(t *testing.T) {
	t.Parallel()
	doc := document(t)
	used := map[string]bool{}
	var walk func(at string, v any)
	walk = func(at string, v any) {
		switch v := v.(type) {
		case map[string]any:
			if ref, ok := v["$ref"].(string); ok {
				name, ok := strings.CutPrefix(ref, "#/components/schemas/")
				if !ok || get(doc, "components", "schemas", name) == nil {
					t.Errorf("%s refers to %s", at, ref)
				}
				used[name] = true
			}
			for name, child := range v {
				if name == "$schema" {
					t.Errorf("%s has a $schema", at)
				}
				walk(at+"/"+name, child)
			}
		case []any:
			for _, child := range v {
				walk(at, child)
			}
		}
	}
	walk("", doc)
	want := []string{
		"AuditEntry.detail",
		"MatchResult.route",
		"NewToken.expires_at",
		"NewToken.last_used_at",
		"Principal.expires_at",
		"RouteInput.method",
		"TestResponse.body",
		"TestResponse.body_base64",
		"TestResult.execution",
		"TestResult.response",
		"TestResult.route_id",
		"Token.expires_at",
		"Token.last_used_at",
	}
	if got := nullable(t, doc); !slices.Equal(got, want) {
		t.Errorf("these may be null:\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	for name, schema := range get(doc, "components", "schemas").(map[string]any) {
		if !used[name] {
			t.Errorf("nothing refers to the schema %s", name)
		}
		if get(schema, "additionalProperties") != false {
			t.Errorf("the schema %s takes unknown fields", name)
		}
		properties, _ := get(schema, "properties").(map[string]any)
		for property, s := range properties {
			if !regexp.MustCompile(`^[a-z][a-z0-9_]*$`).MatchString(property) {
				t.Errorf("the property %s of %s is not in snake case", property, name)
			}
			// What a sandbox or store type has is not documented by tags.
			if get(s, "description") == nil && name != "Diagnostic" && name != "LogLine" {
				t.Errorf("the property %s of %s has no description", property, name)
			}
		}
	}
}

// nullable returns the properties of schemas that may be null, or hold null.
func nullable(t *testing.T, doc map[string]any) []string {
	t.Helper()
	var list []string
	for name, schema := range get(doc, "components", "schemas").(map[string]any) {
		properties, _ := get(schema, "properties").(map[string]any)
		for property, s := range properties {
			text, err := json.Marshal(s)
			if err != nil {
				t.Fatal(err)
			}
			if strings.Contains(string(text), `"null"`) {
				list = append(list, name+"."+property)
			}
		}
	}
	slices.Sort(list)
	return list
}

func TestOpenAPI_OfInputsOnlyTheNecessaryIsRequired(t *testing.T) {
	t.Parallel()
	schemas := get(document(t), "components", "schemas")
	for name, want := range map[string][]any{
		"ScriptInput": {"name", "source"},
		"RouteInput":  {"path"},
		"MatchInput":  {"url"},
		"SourceInput": {"source"},
		"TokenInput":  {"name", "scopes"},
		"SetupInput":  {"code", "name"},
		"SignInInput": {"token"},
	} {
		required, _ := get(schemas, name, "required").([]any)
		if !slices.Equal(required, want) {
			t.Errorf("%s requires %v, want %v", name, required, want)
		}
	}
	if got := get(schemas, "ScriptInput", "properties", "enabled", "default"); got != true {
		t.Errorf("enabled is %v by default", got)
	}
}

func TestOpenAPI_IsServedAsItIs(t *testing.T) {
	t.Parallel()
	f := newFixture(t, nil)
	want, err := Document()
	if err != nil {
		t.Fatal(err)
	}
	rec := f.send("GET", "/openapi.json", "")
	if rec.Code != http.StatusOK || rec.Header().Get("Content-Type") != "application/json" || rec.Body.String() != string(want) {
		t.Errorf("%d %v %.100s", rec.Code, rec.Header(), rec.Body)
	}
}
