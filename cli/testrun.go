package cli

import (
	"context"
	"encoding/base64"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"unicode/utf8"

	"github.com/spf13/cobra"
)

// testRequest is the request of a test run.
type testRequest struct {
	Method     string              `json:"method,omitempty"`
	URL        string              `json:"url"`
	Header     map[string][]string `json:"header,omitempty"`
	Body       string              `json:"body,omitempty"`
	BodyBase64 string              `json:"body_base64,omitempty"`
	Params     map[string]string   `json:"params,omitempty"`
}

// testInput is a test run.
type testInput struct {
	Source  *string     `json:"source,omitempty"`
	Request testRequest `json:"request"`
}

// testResult is what came of it.
type testResult struct {
	Diagnostics []diagnostic `json:"diagnostics"`
	Response    *struct {
		Status     int         `json:"status"`
		Header     http.Header `json:"header"`
		Body       *string     `json:"body"`
		BodyBase64 *string     `json:"body_base64"`
		Size       int64       `json:"size"`
		Truncated  bool        `json:"truncated"`
	} `json:"response"`
	Execution *execution `json:"execution"`
}

func (p *program) test() *cobra.Command {
	var method, target, data string
	var header, params []string
	cmd := p.command(&cobra.Command{
		Use:               "test SCRIPT|FILE",
		ValidArgsFunction: p.completeScripts(true),
		Short:             "Runs a script on a made-up request, without saving or logging anything",
		Long: `Runs a script on a made-up request: the live version of a script that is on the
server, or a file that need not be there yet. Nothing is saved, and the run leaves
no record. What the script captures from the path comes from its routes, or from
--param. If the script fails, the command ends with 1.

  test greet --url /greet/ann
  test greet.go --method POST --url /greet/ann -H 'Content-Type: application/json' --data '{"x": 1}'`,
	}, func(ctx context.Context, r *run) error {
		in := testInput{Request: testRequest{Method: strings.ToUpper(method), URL: target}}
		var err error
		if in.Request.Header, err = parseHeader(header); err != nil {
			return err
		}
		for _, one := range params {
			name, value, ok := strings.Cut(one, "=")
			if !ok || name == "" {
				return usagef("%q is no parameter: write it as name=value", one)
			}
			if in.Request.Params == nil {
				in.Request.Params = map[string]string{}
			}
			in.Request.Params[name] = value
		}
		if data != "" {
			if err := r.body(&in.Request, data); err != nil {
				return err
			}
			if method == "" {
				in.Request.Method = http.MethodPost
			}
		}
		return r.tryOut(ctx, r.arg(0), in)
	})
	flags := cmd.Flags()
	flags.StringVarP(&method, "method", "X", "", "the request's `method`; the default is GET, or POST with --data")
	flags.StringVar(&target, "url", "/", "the request's `URL`, or its path, with or without a query")
	flags.StringArrayVarP(&header, "header", "H", nil, "a header, as `Name: value`; may be repeated")
	flags.StringVarP(&data, "data", "d", "", "the request's `body`; @FILE is what a file holds, @- what comes in")
	flags.StringArrayVar(&params, "param", nil, "a capture, as `name=value`, in place of those of the routes; may be repeated")
	return cmd
}

// body reads what --data says.
func (r *run) body(request *testRequest, data string) error {
	if file, ok := strings.CutPrefix(data, "@"); ok {
		content, err := r.readFile(file)
		if err != nil {
			return err
		}
		data = content
	}
	if utf8.ValidString(data) {
		request.Body = data
	} else {
		request.BodyBase64 = base64.StdEncoding.EncodeToString([]byte(data))
	}
	return nil
}

// tryOut runs a script once and shows what came of it.
func (r *run) tryOut(ctx context.Context, what string, in testInput) error {
	file := sourceFile{path: what}
	name := what
	if isDraft(what) {
		source, err := r.readFile(what)
		if err != nil {
			return err
		}
		file.source = source
		in.Source = &file.source
		name = strings.TrimSuffix(filepath.Base(what), ".go")
	}
	c, err := r.client()
	if err != nil {
		return err
	}
	var path string
	s, err := c.script(ctx, name)
	switch {
	case err == nil:
		// A draft runs with the routes and the limits of the script that it is of.
		path = "/scripts/" + s.ID + "/test"
	case in.Source != nil && missing(err):
		path = "/scripts:test"
	default:
		return err
	}
	a, err := c.send(ctx, http.MethodPost, path, nil, in)
	result, err := decode[testResult](a, err)
	if err != nil {
		return err
	}
	if r.json {
		r.printJSON(r.out, a.body)
	} else {
		r.showTest(result, file)
	}
	switch {
	case result.Execution == nil:
		return coded(ExitRefused, errSaid)
	case result.Execution.Outcome != "ok":
		return coded(ExitFailed, errSaid)
	}
	return nil
}

// isDraft tells whether what is to be tested is a file.
func isDraft(what string) bool {
	if what == "-" || strings.HasSuffix(what, ".go") {
		return true
	}
	info, err := os.Stat(what)
	return err == nil && info.Mode().IsRegular() && strings.ContainsRune(what, os.PathSeparator)
}

// showTest prints the response as HTTP has it, and beside it how it went.
func (r *run) showTest(t testResult, file sourceFile) {
	printDiagnostics(r.err, file.path, file.source, t.Diagnostics)
	if t.Execution == nil {
		r.note("the script did not run")
		return
	}
	if t.Response != nil {
		r.say("%d %s", t.Response.Status, http.StatusText(t.Response.Status))
		for _, name := range sortedKeys(t.Response.Header) {
			for _, value := range t.Response.Header[name] {
				r.say("%s: %s", clean(name), clean(value))
			}
		}
		r.say("")
		switch {
		case t.Response.Body != nil && *t.Response.Body != "":
			r.say("%s", strings.TrimSuffix(clean(*t.Response.Body), "\n"))
		case t.Response.BodyBase64 != nil && *t.Response.BodyBase64 != "":
			r.say("(%s that are no text: --json has them in base64)", size(t.Response.Size))
		}
		if t.Response.Truncated {
			r.note("(the body goes on: it has %s)", size(t.Response.Size))
		}
	}
	e := t.Execution
	r.note("")
	r.printLogs(r.err, "", e.Logs, e.LogsDropped)
	line := fmt.Sprintf("%s in %s, %d operations", clean(e.Outcome), milliseconds(e.DurationMS), e.Operations)
	if e.Error != "" {
		line += ": " + clean(e.Error)
	}
	r.note("%s", line)
}
