package yaegi

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strconv"
	"strings"

	"github.com/picloud/picloud/sandbox/yaegi/symbols"
)

// valuesName is the name under which rewritten code calls the functions that
// box values.
const valuesName = "pi_values"

// boxer has the script keep values of its types boxed, with their type, where
// they become values of an interface type without methods or of type error,
// and take them out where they are asserted to be of a type again.
type boxer struct {
	typeList
	pos       token.Pos
	helpers   map[string]string // names by what they do
	decls     []ast.Decl
	asserts   []*ifaceAssertion
	described map[int]bool // types whose methods are registered
}

// ifaceAssertion is an assertion to an interface type, whose code waits until
// all types are known.
type ifaceAssertion struct {
	from, to types.Type
	as, must *ast.FuncDecl
}

// boxValues rewrites the script so.
func (s *source) boxValues() {
	b := &boxer{
		typeList: typeList{source: s}, pos: s.file.Package,
		helpers: map[string]string{}, described: map[int]bool{},
	}
	s.hidden[b.pos] = true
	b.conversions()
	b.assertions()
	if len(b.list) == 0 && len(b.helpers) == 0 {
		return
	}
	b.finish()
	s.file.Decls = append(s.file.Decls, b.decls...)
	s.addImport(valuesName, symbols.ValuesPath)
	s.imports = append(s.imports, symbols.ValuesPath)
	s.types, s.goTypes = b.list, b.types
	s.recheck()
}

// values is a call of a function that boxes values.
func (b *boxer) values(pos token.Pos, fn string, args ...ast.Expr) *ast.CallExpr {
	return call(pos, &ast.SelectorExpr{X: name(pos, valuesName), Sel: name(pos, fn)}, args...)
}

// opaque reports whether values of an interface type are native ones, which
// hold a script's values boxed: those without methods, and errors.
func opaque(t types.Type) bool {
	i, ok := under(t).(*types.Interface)
	return ok && (i.NumMethods() == 0 || isErrorType(t))
}

func isErrorType(t types.Type) bool {
	return types.Identical(t, types.Universe.Lookup("error").Type())
}

// scripted reports whether an interface type is one whose values the
// interpreter keeps in its own way: one with methods that the script wrote.
func (s *source) scripted(t types.Type) bool {
	i, ok := under(t).(*types.Interface)
	if !ok || i.NumMethods() == 0 || isErrorType(t) {
		return false
	}
	n, named := types.Unalias(t).(*types.Named)
	return !named || s.ours(n.Obj().Pkg())
}

// conversions boxes values that become interface values.
func (b *boxer) conversions() {
	plain := map[ast.Expr]bool{}
	ast.Inspect(b.file, func(n ast.Node) bool {
		if c, ok := n.(*ast.CallExpr); ok && b.takesPlain(c) {
			for _, arg := range c.Args {
				plain[arg] = true
			}
		}
		return true
	})
	b.slots(b.file, func(slot *ast.Expr, to types.Type) {
		from := b.typeOf(*slot)
		if from == nil || plain[*slot] || !opaque(to) || b.info.Types[*slot].IsNil() || opaque(from) {
			return
		}
		*slot = b.boxed(*slot, types.Default(from), to)
	})
}

// takesPlain reports whether a native function takes its arguments as the
// interpreter has them.
func (s *source) takesPlain(c *ast.CallExpr) bool {
	f := s.calleeOf(c)
	if f == nil || f.Pkg() == nil {
		return false
	}
	path := f.Pkg().Path()
	return path == "sort" || path == "errors" && f.Name() == "As" || path == nativePath
}

const nativePath = "github.com/picloud/picloud/sandbox/yaegi/symbols/library/native"

// boxed is e, of type from, as a value of the type to.
func (b *boxer) boxed(e ast.Expr, from, to types.Type) ast.Expr {
	pos := e.Pos()
	if types.IsInterface(from) {
		if !b.scripted(from) {
			return e
		}
		return b.typed(call(pos, name(pos, b.unwrapper(from, to)), e), to)
	}
	if !b.boxable(from) {
		return e
	}
	fn := "Box"
	if isErrorType(to) {
		fn = "BoxError"
	}
	return b.typed(b.values(pos, fn, number(pos, b.id(from)), e), to)
}

// unwrapper is the name of a function that boxes what a value of a script's
// interface type holds.
func (b *boxer) unwrapper(from, to types.Type) string {
	key := "unwrap " + typeKey(from) + " to " + typeKey(to)
	if fn, ok := b.helpers[key]; ok {
		return fn
	}
	fn := b.temp()
	b.helpers[key] = fn
	arg, pos := b.temp(), b.pos
	body := block(pos, ifNil(pos, arg, &ast.ReturnStmt{Return: pos, Results: []ast.Expr{name(pos, "nil")}}))
	for _, t := range b.implementers(from.Underlying().(*types.Interface)) {
		v, ok := b.temp(), b.temp()
		body.List = append(body.List, &ast.IfStmt{
			If: pos, Init: b.test(v, ok, name(pos, arg), t), Cond: name(pos, ok),
			Body: block(pos, &ast.ReturnStmt{Return: pos, Results: []ast.Expr{b.boxed(name(pos, v), t, to)}}),
		})
	}
	var foreign ast.Expr = b.values(pos, "Foreign", name(pos, arg))
	if isErrorType(to) {
		foreign = b.values(pos, "Error", foreign)
	}
	body.List = append(body.List, &ast.ReturnStmt{Return: pos, Results: []ast.Expr{foreign}})
	b.declare(fn, []types.Type{from}, []string{arg}, []types.Type{to}, body)
	return fn
}

func ifNil(pos token.Pos, id string, then ast.Stmt) ast.Stmt {
	return &ast.IfStmt{If: pos, Cond: &ast.BinaryExpr{X: name(pos, id), OpPos: pos, Op: token.EQL, Y: name(pos, "nil")}, Body: block(pos, then)}
}

// test is v, ok := x.(t).
func (b *boxer) test(v, ok string, x ast.Expr, t types.Type) ast.Stmt {
	return &ast.AssignStmt{
		Lhs: []ast.Expr{name(b.pos, v), name(b.pos, ok)}, TokPos: b.pos, Tok: token.DEFINE,
		Rhs: []ast.Expr{b.asserted(x, t)},
	}
}

func (b *boxer) asserted(x ast.Expr, t types.Type) ast.Expr {
	return &ast.TypeAssertExpr{X: x, Lparen: b.pos, Type: b.typeExpr(t, b.pos), Rparen: b.pos}
}

// raw is x, which is not boxed any more, as a value of type t. The interpreter
// cannot assert values without fields, which are all the same.
func (b *boxer) raw(x ast.Expr, t types.Type) ast.Expr {
	if st, ok := t.Underlying().(*types.Struct); ok && st.NumFields() == 0 {
		return &ast.CompositeLit{Type: b.typeExpr(t, b.pos), Lbrace: b.pos, Rbrace: b.pos}
	}
	return b.asserted(x, t)
}

// declare adds a function.
func (b *boxer) declare(fn string, params []types.Type, names []string, results []types.Type, body *ast.BlockStmt) *ast.FuncDecl {
	t := &ast.FuncType{Func: b.pos, Params: &ast.FieldList{Opening: b.pos, Closing: b.pos}}
	for i, p := range params {
		t.Params.List = append(t.Params.List, &ast.Field{Names: []*ast.Ident{name(b.pos, names[i])}, Type: b.typeExpr(p, b.pos)})
	}
	if len(results) > 0 {
		t.Results = &ast.FieldList{Opening: b.pos, Closing: b.pos}
		for _, r := range results {
			t.Results.List = append(t.Results.List, &ast.Field{Type: b.typeExpr(r, b.pos)})
		}
	}
	d := &ast.FuncDecl{Name: name(b.pos, fn), Type: t, Body: body}
	b.decls = append(b.decls, d)
	return d
}

// assertions rewrites type assertions, comparisons of interface values and
// errors.As.
func (b *boxer) assertions() {
	withOK := map[ast.Expr]bool{}
	ast.Inspect(b.file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.AssignStmt:
			if len(n.Lhs) == 2 && len(n.Rhs) == 1 {
				withOK[ast.Unparen(n.Rhs[0])] = true
			}
		case *ast.ValueSpec:
			if len(n.Names) == 2 && len(n.Values) == 1 {
				withOK[ast.Unparen(n.Values[0])] = true
			}
		}
		return true
	})
	r := &rewriter{expr: func(e ast.Expr, _ bool) ast.Expr {
		switch e := e.(type) {
		case *ast.TypeAssertExpr:
			if e.Type != nil && opaque(b.typeOf(e.X)) {
				return b.assertion(e, withOK[e])
			}
		case *ast.BinaryExpr:
			if e.Op == token.EQL || e.Op == token.NEQ {
				return b.comparison(e)
			}
		case *ast.CallExpr:
			if b.isFunc(e, "errors", "As") && len(e.Args) == 2 {
				return b.errorsAs(e)
			}
		}
		return e
	}}
	r.file(b.file)
}

// comparison compares interface values natively.
func (b *boxer) comparison(e *ast.BinaryExpr) ast.Expr {
	x, y := b.typeOf(e.X), b.typeOf(e.Y)
	if x == nil || y == nil || b.info.Types[e.X].IsNil() || b.info.Types[e.Y].IsNil() {
		return e
	}
	if !types.IsInterface(x) && !types.IsInterface(y) && hasInterface(x, nil) {
		anyType := types.Universe.Lookup("any").Type()
		e.X, e.Y = b.boxed(e.X, x, anyType), b.boxed(e.Y, y, anyType)
	} else if !opaque(x) && !opaque(y) {
		return e
	}
	b.helpers["compare"] = "Equal"
	var out ast.Expr = b.values(e.Pos(), "Equal", e.X, e.Y)
	if e.Op == token.NEQ {
		out = &ast.UnaryExpr{OpPos: e.Pos(), Op: token.NOT, X: out}
	}
	return b.typed(out, types.Typ[types.Bool])
}

// assertion rewrites x.(T) where x may hold a boxed value.
func (b *boxer) assertion(e *ast.TypeAssertExpr, withOK bool) ast.Expr {
	from, to := b.typeOf(e.X), b.typeOf(e.Type)
	if i, ok := under(to).(*types.Interface); ok && i.NumMethods() == 0 || len(b.list) == 0 && !b.boxable(to) {
		return e
	}
	if !types.IsInterface(to) && !b.boxable(to) && withOK {
		return e
	}
	as, must := b.asserter(from, to)
	fn := must
	if withOK {
		fn = as
	}
	return b.typed(call(e.Pos(), name(e.Pos(), fn), e.X), to)
}

// asserter returns the names of the functions for an assertion with and
// without a second value.
func (b *boxer) asserter(from, to types.Type) (as, must string) {
	key := "assert " + typeKey(from) + " to " + typeKey(to)
	as, ok := b.helpers[key]
	if ok {
		return as, as + "_must"
	}
	as = b.temp()
	must = as + "_must"
	b.helpers[key] = as
	arg, v, found, pos := b.temp(), b.temp(), b.temp(), b.pos
	boolean := types.Typ[types.Bool]
	asDecl := b.declare(as, []types.Type{from}, []string{arg}, []types.Type{to, boolean}, block(pos))
	fromName := "interface {}"
	if isErrorType(from) {
		fromName = "error"
	}
	fail := b.values(pos, "Fail", name(pos, arg), text(pos, fromName), text(pos, b.goName(to)), text(pos, ""))
	mustDecl := b.declare(must, []types.Type{from}, []string{arg}, []types.Type{to}, block(pos,
		&ast.AssignStmt{
			Lhs: []ast.Expr{name(pos, v), name(pos, found)}, TokPos: pos, Tok: token.DEFINE,
			Rhs: []ast.Expr{call(pos, name(pos, as), name(pos, arg))},
		},
		&ast.IfStmt{If: pos, Cond: &ast.UnaryExpr{OpPos: pos, Op: token.NOT, X: name(pos, found)}, Body: block(pos, &ast.ExprStmt{X: fail})},
		&ast.ReturnStmt{Return: pos, Results: []ast.Expr{name(pos, v)}},
	))
	if types.IsInterface(to) {
		b.asserts = append(b.asserts, &ifaceAssertion{from, to, asDecl, mustDecl})
		return as, must
	}
	zero := b.temp()
	absent := &ast.ReturnStmt{Return: pos, Results: []ast.Expr{name(pos, zero), name(pos, "false")}}
	if b.boxable(to) {
		asDecl.Body.List = []ast.Stmt{
			variable(pos, zero, b.typeExpr(to, pos)),
			&ast.IfStmt{If: pos, Cond: &ast.UnaryExpr{OpPos: pos, Op: token.NOT, X: b.values(pos, "Is", number(pos, b.id(to)), name(pos, arg))}, Body: block(pos, absent)},
			assign(pos, name(pos, zero), b.raw(b.values(pos, "Raw", name(pos, arg)), to)),
			&ast.ReturnStmt{Return: pos, Results: []ast.Expr{name(pos, zero), name(pos, "true")}},
		}
		return as, must
	}
	asDecl.Body.List = []ast.Stmt{
		b.test(v, found, name(pos, arg), to),
		&ast.ReturnStmt{Return: pos, Results: []ast.Expr{name(pos, v), name(pos, found)}},
	}
	return as, must
}

func text(pos token.Pos, value string) ast.Expr {
	return &ast.BasicLit{ValuePos: pos, Kind: token.STRING, Value: strconv.Quote(value)}
}

// errorsAs looks for an error of a type that the script declares, or of an
// interface type.
func (b *boxer) errorsAs(c *ast.CallExpr) ast.Expr {
	p, ok := under(b.typeOf(c.Args[1])).(*types.Pointer)
	if !ok || !types.IsInterface(p.Elem()) && !b.boxable(p.Elem()) {
		return c
	}
	errorType := types.Universe.Lookup("error").Type()
	key := "errors.As " + typeKey(p)
	fn, known := b.helpers[key]
	if !known {
		fn = b.temp()
		b.helpers[key] = fn
		pos := b.pos
		err, target, e, v, found := b.temp(), b.temp(), b.temp(), b.temp(), b.temp()
		as, _ := b.asserter(errorType, p.Elem())
		loop := &ast.RangeStmt{
			For: pos, Key: name(pos, "_"), Value: name(pos, e), TokPos: pos, Tok: token.DEFINE, X: b.values(pos, "Chain", name(pos, err)),
			Body: block(pos,
				&ast.AssignStmt{
					Lhs: []ast.Expr{name(pos, v), name(pos, found)}, TokPos: pos, Tok: token.DEFINE,
					Rhs: []ast.Expr{call(pos, name(pos, as), name(pos, e))},
				},
				&ast.IfStmt{If: pos, Cond: name(pos, found), Body: block(pos,
					assign(pos, &ast.StarExpr{Star: pos, X: name(pos, target)}, name(pos, v)),
					&ast.ReturnStmt{Return: pos, Results: []ast.Expr{name(pos, "true")}},
				)},
			),
		}
		b.declare(fn, []types.Type{errorType, types.NewPointer(p.Elem())}, []string{err, target}, []types.Type{types.Typ[types.Bool]},
			block(pos, loop, &ast.ReturnStmt{Return: pos, Results: []ast.Expr{name(pos, "false")}}))
	}
	return b.typed(call(c.Pos(), name(c.Pos(), fn), c.Args...), types.Typ[types.Bool])
}

// finish writes what had to wait until all types were known: their methods,
// and assertions to interface types.
func (b *boxer) finish() {
	for i := 0; i < len(b.types); i++ {
		b.register(i + 1)
	}
	for _, a := range b.asserts {
		b.assertInterface(a)
	}
	for i := 0; i < len(b.types); i++ {
		b.register(i + 1)
	}
}

// register tells native code of the methods of a type.
func (b *boxer) register(id int) {
	t := b.types[id-1]
	if b.described[id] || types.IsInterface(t) {
		return
	}
	b.described[id] = true
	if _, isFunc := t.Underlying().(*types.Signature); isFunc {
		return
	}
	pos := b.pos
	anyType := types.Universe.Lookup("any").Type()
	for _, method := range calledMethods() {
		sel := hookOf(t, method, b.pkg)
		if sel == nil {
			continue
		}
		sig := sel.Type().(*types.Signature)
		fn, arg, recv := b.temp(), b.temp(), b.temp()
		params, names := []types.Type{anyType}, []string{arg}
		var args []ast.Expr
		for p := range sig.Params().Variables() {
			extra := b.temp()
			params, names = append(params, p.Type()), append(names, extra)
			args = append(args, name(pos, extra))
		}
		results := make([]types.Type, 0, 2)
		for v := range sig.Results().Variables() {
			results = append(results, v.Type())
		}
		b.declare(fn, params, names, results, block(pos,
			define(pos, name(pos, recv), b.raw(name(pos, arg), t)),
			&ast.ReturnStmt{Return: pos, Results: []ast.Expr{call(pos, &ast.SelectorExpr{X: name(pos, recv), Sel: name(pos, method)}, args...)}},
		))
		hook := hooks()[signatureKey(method, sig)]
		tell := []ast.Expr{number(pos, id), text(pos, method), name(pos, fn)}
		switch hook {
		case "Unwrap", "UnwrapAll", "IsError", "IsZero":
			tell = slices.Delete(tell, 1, 2)
		}
		b.setup = append(b.setup, &ast.ExprStmt{X: b.values(pos, hook, tell...)})
	}
}

// assertInterface writes the functions for an assertion to an interface type.
func (b *boxer) assertInterface(a *ifaceAssertion) {
	pos := b.pos
	target := a.to.Underlying().(*types.Interface)
	arg := a.as.Type.Params.List[0].Names[0].Name
	yes := func(v ast.Expr) ast.Stmt {
		return &ast.ReturnStmt{Return: pos, Results: []ast.Expr{v, name(pos, "true")}}
	}
	no := &ast.ReturnStmt{Return: pos, Results: []ast.Expr{name(pos, "nil"), name(pos, "false")}}
	id := b.temp()
	v, ok := b.temp(), b.temp()
	foreign := []ast.Stmt{
		b.test(v, ok, name(pos, arg), a.to),
		&ast.ReturnStmt{Return: pos, Results: []ast.Expr{name(pos, v), name(pos, ok)}},
	}
	if b.scripted(a.to) { // the interpreter does not find the methods of native values
		var methods []string
		for m := range target.Methods() {
			methods = append(methods, m.Name()+" func"+b.signatureName(m.Signature()))
		}
		has := b.values(pos, "Has", name(pos, arg), text(pos, strings.Join(methods, "\n")))
		foreign = []ast.Stmt{
			&ast.IfStmt{If: pos, Cond: has, Body: block(pos, &ast.ExprStmt{X: b.values(pos, "Foreigner", name(pos, arg), text(pos, b.goName(a.to)))})},
			no,
		}
	}
	list := []ast.Stmt{
		define(pos, name(pos, id), b.values(pos, "ID", name(pos, arg))),
		ifNil(pos, arg, no),
		ifID(pos, id, 0, foreign...),
	}
	mustArg := a.must.Type.Params.List[0].Names[0].Name
	var fails []ast.Stmt
	for i, t := range b.types {
		if types.IsInterface(t) {
			continue
		}
		if m, _ := types.MissingMethod(t, target, true); m != nil {
			fails = append(fails, ifID(pos, id, i+1, &ast.ExprStmt{X: b.values(pos, "Fail",
				name(pos, mustArg), text(pos, ""), text(pos, b.goName(a.to)), text(pos, m.Name()))}))
			continue
		}
		if isErrorType(a.to) {
			list = append(list, ifID(pos, id, i+1, yes(b.values(pos, "Error", name(pos, arg)))))
			continue
		}
		held := b.temp()
		list = append(list, ifID(pos, id, i+1,
			define(pos, name(pos, held), b.raw(b.values(pos, "Raw", name(pos, arg)), t)), yes(name(pos, held))))
	}
	a.as.Body.List = append(list, no)
	mustID := define(pos, name(pos, id), b.values(pos, "ID", name(pos, mustArg)))
	check := a.must.Body.List[1].(*ast.IfStmt)
	m, _ := types.MissingMethod(types.Typ[types.Int], target, true)
	check.Body.List = append(append([]ast.Stmt{mustID}, fails...), &ast.ExprStmt{X: b.values(pos, "FailForeign",
		name(pos, mustArg), text(pos, b.goName(a.to)), text(pos, m.Name()))})
}

func ifID(pos token.Pos, id string, n int, then ...ast.Stmt) ast.Stmt {
	return &ast.IfStmt{If: pos, Cond: &ast.BinaryExpr{X: name(pos, id), OpPos: pos, Op: token.EQL, Y: number(pos, n)}, Body: block(pos, then...)}
}
