package admin

import (
	"context"
	"fmt"
	"go/ast"
	"go/token"
	"slices"
	"strconv"
	"strings"

	"github.com/picloud/picloud/routing"
	"github.com/picloud/picloud/store"
)

// captures are the names that the routes of a script capture, each once.
type captures struct {
	routes int
	params []string
	rest   bool // a prefix route gives the rest of the path
}

func (c *captures) add(path, hostParam string, prefix bool) {
	c.routes++
	c.rest = c.rest || prefix || strings.HasSuffix(path, "/*")
	if hostParam != "" {
		c.take(hostParam)
	}
	for segment := range strings.SplitSeq(path, "/") {
		if name, ok := strings.CutPrefix(segment, ":"); ok {
			c.take(name)
		}
	}
}

func (c *captures) take(name string) {
	if !slices.Contains(c.params, name) {
		c.params = append(c.params, name)
	}
}

// capturesOf returns what the routes of a script capture.
func (a *api) capturesOf(ctx context.Context, script store.ID) (captures, error) {
	routes, err := a.routesOf(ctx, script)
	var c captures
	for _, r := range routes {
		c.add(r.Path, r.HostParamName, r.PathKind == string(routing.PathPrefix))
	}
	return c, err
}

// typedCaptures returns what routes capture that are not saved yet, whether
// or not they could be.
func typedCaptures(routes []RouteInput) captures {
	var c captures
	for _, r := range routes {
		c.add(r.Path, r.HostParamName, r.PathKind == string(routing.PathPrefix))
	}
	return c
}

// gives reports whether a route gives what a script reads. Nothing is known of a
// script without routes, which is not bound yet.
func (c captures) gives(read paramRead) bool {
	return c.routes == 0 || slices.Contains(c.params, read.name) || read.pathValue && read.name == "rest" && c.rest
}

// missing says that no route gives a parameter.
func (c captures) missing(name string) string {
	if len(c.params) == 0 {
		return fmt.Sprintf("no route of the script captures %q, so this is always empty: give one a path with /:%s", name, name)
	}
	quoted := make([]string, len(c.params))
	for i, p := range c.params {
		quoted[i] = strconv.Quote(p)
	}
	return fmt.Sprintf("no route of the script captures %q, so this is always empty: they capture %s", name, strings.Join(quoted, ", "))
}

// paramRead is a place where a script reads a parameter.
type paramRead struct {
	name      string
	at        ast.Expr // the name
	pathValue bool     // by http.Request.PathValue
}

// paramsRead finds ctx.Request.Params["name"] and r.PathValue("name") where the
// name is a string, or a constant of the file, by their looks alone. Variables
// that hold the parameters are known by their assignment.
func paramsRead(file *ast.File) []paramRead {
	f := paramFinder{constants: stringConstants(file), aliases: map[string]bool{}, written: map[ast.Expr]bool{}}
	ast.Inspect(file, f.visit)
	return f.found
}

type paramFinder struct {
	constants map[string]string
	aliases   map[string]bool   // variables that hold the parameters
	written   map[ast.Expr]bool // what is assigned to is not read
	found     []paramRead
}

func (f *paramFinder) visit(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.AssignStmt:
		for _, target := range n.Lhs {
			f.written[target] = true
		}
		for i, value := range n.Rhs {
			if name, ok := n.Lhs[i].(*ast.Ident); ok && isRequestField(value, "Params") {
				f.aliases[name.Name] = true
			}
		}
	case *ast.IndexExpr:
		name, ok := n.X.(*ast.Ident)
		if !isRequestField(n.X, "Params") && (!ok || !f.aliases[name.Name]) || f.written[n] {
			return true
		}
		f.read(n.Index, false)
	case *ast.CallExpr:
		called, ok := n.Fun.(*ast.SelectorExpr)
		if ok && called.Sel.Name == "PathValue" && len(n.Args) == 1 {
			f.read(n.Args[0], true)
		}
	}
	return true
}

// read puts down a parameter if its name is known.
func (f *paramFinder) read(at ast.Expr, pathValue bool) {
	switch e := at.(type) {
	case *ast.BasicLit:
		if name, err := strconv.Unquote(e.Value); err == nil && e.Kind == token.STRING {
			f.found = append(f.found, paramRead{name, at, pathValue})
		}
	case *ast.Ident:
		if name, ok := f.constants[e.Name]; ok {
			f.found = append(f.found, paramRead{name, at, pathValue})
		}
	}
}

// stringConstants returns the constants of the file that are written as a
// string.
func stringConstants(file *ast.File) map[string]string {
	constants := map[string]string{}
	for _, decl := range file.Decls {
		d, ok := decl.(*ast.GenDecl)
		if !ok || d.Tok != token.CONST {
			continue
		}
		for _, spec := range d.Specs {
			s, ok := spec.(*ast.ValueSpec)
			if !ok {
				continue
			}
			for i, value := range s.Values {
				literal, ok := value.(*ast.BasicLit)
				if !ok || literal.Kind != token.STRING || i >= len(s.Names) {
					continue
				}
				if text, err := strconv.Unquote(literal.Value); err == nil {
					constants[s.Names[i].Name] = text
				}
			}
		}
	}
	return constants
}
