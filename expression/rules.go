package expression

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/expr-lang/expr/ast"
)

const noCoalesce = `?? is not available, for nothing is ever nil; write x == "" ? other : x`

// dialect is what one kind of expression may name.
type dialect struct {
	noun   string   // how messages call such an expression
	env    any      // a value of the environment's type, which has all fields and lookups
	root   string   // what the fields hang on; "" when they stand alone
	fields []string // plain values
	tables []string // what is looked up by name, by the environment's "table()" and "table?"
	funcs  []string

	// key checks and normalises the literal name of a lookup; it returns what
	// to do when the name makes no sense. Nil leaves names as they are.
	key func(table, name string) (normal, advice string)

	now time.Time // what now() is
}

// builder makes a new tree of a parsed one, out of allowed parts only, with
// the names resolved to fields of a flat environment.
type builder struct {
	*dialect
	src      string
	count    int
	patterns int
	used     map[string]bool
	err      *Error
}

// fail keeps the first error.
func (b *builder) fail(at ast.Node, format string, args ...any) ast.Node {
	if b.err == nil {
		b.err = &Error{Message: fmt.Sprintf(format, args...)}
		if at != nil {
			b.err.Offset = byteOffset(b.src, at.Location().From)
		}
	}
	return nil
}

// node builds the counterpart of n. It counts what it builds and not what it
// reads, so that parts which the parser shares count as often as they run.
func (b *builder) node(n ast.Node) ast.Node {
	if b.err != nil {
		return nil
	}
	if b.count++; b.count > MaxNodes {
		return b.fail(n, "%s", tooManyParts())
	}
	out := b.build(n)
	if b.err != nil || out == nil {
		return nil
	}
	out.SetLocation(n.Location())
	return out
}

func (b *builder) build(n ast.Node) ast.Node {
	switch n := n.(type) {
	case *ast.IntegerNode:
		return &ast.IntegerNode{Value: n.Value}
	case *ast.FloatNode:
		return &ast.FloatNode{Value: n.Value}
	case *ast.BoolNode:
		return &ast.BoolNode{Value: n.Value}
	case *ast.StringNode:
		return &ast.StringNode{Value: n.Value}
	case *ast.IdentifierNode:
		return b.name(n)
	case *ast.MemberNode:
		return b.member(n)
	case *ast.UnaryNode:
		return &ast.UnaryNode{Operator: n.Operator, Node: b.node(n.Node)}
	case *ast.BinaryNode:
		return b.binary(n)
	case *ast.ConditionalNode:
		return &ast.ConditionalNode{Ternary: n.Ternary, Cond: b.node(n.Cond), Exp1: b.node(n.Exp1), Exp2: b.node(n.Exp2)}
	case *ast.BuiltinNode:
		return b.function(n)
	case *ast.CallNode:
		return b.call(n)
	case *ast.ChainNode:
		return b.fail(n, `?. is not available, for nothing is ever nil; write a dot, and test for ""`)
	case *ast.NilNode:
		return b.fail(n, `nil is not available, for what is missing is the empty text; compare with ""`)
	case *ast.VariableDeclaratorNode, *ast.SequenceNode:
		return b.fail(n, "let and ; are not available; write the value out where it is used")
	case *ast.ArrayNode:
		return b.fail(n, `a list can only stand to the right of in; write x in ["a", "b"]`)
	case *ast.SliceNode:
		return b.fail(n, "slices are not available; use startsWith, endsWith or matches")
	}
	return b.fail(n, "this is not available in %s; use comparisons, in, contains, startsWith, endsWith and matches", b.noun)
}

// name resolves a name that stands alone.
func (b *builder) name(n *ast.IdentifierNode) ast.Node {
	switch {
	case b.root == "" && slices.Contains(b.fields, n.Value):
		return b.field(n.Value)
	case b.root == "":
		return b.fail(n, "%q is not known; %s has the fields %s", n.Value, b.noun, list(b.fields))
	case n.Value == b.root:
		return b.fail(n, "%s alone is no value; use a field of it, such as %s.%s", b.root, b.root, b.fields[0])
	}
	return b.fail(n, "%q is not known; %s reads %s, which has the fields %s", n.Value, b.noun, b.root, b.allFields())
}

// member resolves root.field, root.table["name"] and root.table.name.
func (b *builder) member(n *ast.MemberNode) ast.Node {
	if n.Optional {
		return b.fail(n, `?. is not available, for nothing is ever nil; write a dot, and test for ""`)
	}
	if name, ok := b.child(n); ok {
		switch {
		case slices.Contains(b.fields, name):
			return b.field(name)
		case slices.Contains(b.tables, name):
			return b.fail(n, `%s.%s must be looked up by name; write %s.%s["name"]`, b.root, name, b.root, name)
		}
		return b.fail(n.Property, "%s has no field %q; it has %s", b.root, name, b.allFields())
	}
	if table, ok := b.table(n.Node); ok {
		return b.lookup(table+"()", table, n.Property)
	}
	if b.node(n.Node); b.err != nil { // names what is wrong further left
		return nil
	}
	return b.fail(n, "there is nothing to look up in this value; remove what follows it")
}

// child reports whether n is a field of the root, and which.
func (b *builder) child(n *ast.MemberNode) (string, bool) {
	root, ok := n.Node.(*ast.IdentifierNode)
	if !ok || b.root == "" || root.Value != b.root {
		return "", false
	}
	name, ok := n.Property.(*ast.StringNode)
	if !ok {
		return "", false
	}
	return name.Value, true
}

// table reports whether n is a table of the root, and which.
func (b *builder) table(n ast.Node) (string, bool) {
	m, ok := n.(*ast.MemberNode)
	if !ok {
		return "", false
	}
	name, ok := b.child(m)
	return name, ok && slices.Contains(b.tables, name)
}

// lookup calls a function of the environment with the name to look up.
func (b *builder) lookup(function, table string, key ast.Node) ast.Node {
	arg := b.node(key)
	if text, ok := arg.(*ast.StringNode); ok && b.key != nil {
		normal, advice := b.key(table, text.Value)
		if advice != "" {
			return b.fail(key, "%s", advice)
		}
		text.Value = normal
	}
	callee := &ast.IdentifierNode{Value: function}
	if key != nil {
		callee.SetLocation(key.Location())
	}
	b.used[table] = true
	return &ast.CallNode{Callee: callee, Arguments: []ast.Node{arg}}
}

func (b *builder) field(name string) ast.Node {
	b.used[name] = true
	return &ast.IdentifierNode{Value: name}
}

func (b *builder) binary(n *ast.BinaryNode) ast.Node {
	switch n.Operator {
	case "in":
		return b.in(n)
	case "..":
		return b.fail(n, "a range can only stand to the right of in; write x in 1..9")
	case "??":
		return b.fail(n, noCoalesce)
	case "matches":
		pattern, ok := n.Right.(*ast.StringNode)
		if !ok {
			return b.fail(n, `the pattern of matches must be written out as a text, such as "^/v[0-9]+/"`)
		}
		if b.patterns += patternSize(pattern.Value); b.patterns > maxPatternSize {
			return b.fail(n.Right, "the patterns of this expression are too complex; use smaller repeat counts or fewer alternatives")
		}
	case "==", "!=", "<", "<=", ">", ">=", "and", "&&", "or", "||",
		"+", "-", "*", "/", "%", "**", "^", "contains", "startsWith", "endsWith":
	default:
		return b.fail(n, "the operator %s is not available; use another", n.Operator)
	}
	return &ast.BinaryNode{Operator: n.Operator, Left: b.node(n.Left), Right: b.node(n.Right)}
}

// in builds a lookup, a test against a list, or for a range two comparisons,
// because the library would make the range a list.
func (b *builder) in(n *ast.BinaryNode) ast.Node {
	if table, ok := b.table(n.Right); ok {
		return b.lookup(table+"?", table, n.Left)
	}
	switch right := n.Right.(type) {
	case *ast.ArrayNode:
		elements := &ast.ArrayNode{Nodes: make([]ast.Node, 0, len(right.Nodes))}
		elements.SetLocation(right.Location())
		left := b.node(n.Left)
		for _, element := range right.Nodes {
			elements.Nodes = append(elements.Nodes, b.node(element))
		}
		return &ast.BinaryNode{Operator: "in", Left: left, Right: elements}
	case *ast.BinaryNode:
		if right.Operator != ".." {
			break
		}
		from := &ast.BinaryNode{Operator: ">=", Left: b.node(n.Left), Right: b.node(right.Left)}
		from.SetLocation(n.Location())
		to := &ast.BinaryNode{Operator: "<=", Left: b.node(n.Left), Right: b.node(right.Right)}
		to.SetLocation(n.Location())
		return &ast.BinaryNode{Operator: "and", Left: from, Right: to}
	}
	advice := `a list such as ["a", "b"] or a range such as 1..9`
	if len(b.tables) > 0 {
		advice += ", or " + b.root + "." + strings.Join(b.tables, ", "+b.root+".")
	}
	return b.fail(n.Right, "in cannot look into this; it takes %s (for a part of a text use contains)", advice)
}

func (b *builder) function(n *ast.BuiltinNode) ast.Node {
	if !slices.Contains(b.funcs, n.Name) {
		return b.fail(n, "the function %s is not available in %s; there are %s", n.Name, b.noun, list(b.funcs))
	}
	switch n.Name {
	case "now":
		if len(n.Arguments) > 0 {
			return b.fail(n, "now() takes no argument; remove it")
		}
		return &ast.ConstantNode{Value: b.now}
	case "date", "duration":
		return b.moment(n)
	case "trim":
		// The cost is the product of both lengths.
		if len(n.Arguments) == 2 {
			if _, ok := n.Arguments[1].(*ast.StringNode); !ok {
				return b.fail(n.Arguments[1], `what trim removes must be written out as a text, such as trim(x, "/")`)
			}
		}
	}
	call := &ast.BuiltinNode{Name: n.Name, Arguments: make([]ast.Node, 0, len(n.Arguments))}
	for _, arg := range n.Arguments {
		call.Arguments = append(call.Arguments, b.node(arg))
	}
	return call
}

// moment makes a constant of date("...") or duration("..."), so that a wrong
// one is an error now and not at every record.
func (b *builder) moment(n *ast.BuiltinNode) ast.Node {
	example := map[string]string{"date": "2026-01-31T12:00:00Z", "duration": "1h30m"}[n.Name]
	if len(n.Arguments) != 1 {
		return b.fail(n, "%s takes one text, such as %s(%q)", n.Name, n.Name, example)
	}
	text, ok := n.Arguments[0].(*ast.StringNode)
	if !ok {
		return b.fail(n, "%s takes a text that is written out, such as %s(%q)", n.Name, n.Name, example)
	}
	if n.Name == "duration" {
		d, err := time.ParseDuration(text.Value)
		if err != nil {
			return b.fail(text, "%q is no duration; write it as in duration(%q)", text.Value, example)
		}
		return &ast.ConstantNode{Value: d}
	}
	for _, layout := range []string{time.RFC3339, time.DateTime, time.DateOnly} {
		if t, err := time.Parse(layout, text.Value); err == nil {
			return &ast.ConstantNode{Value: t}
		}
	}
	return b.fail(text, "%q is no time; write it as in date(%q)", text.Value, example)
}

// call refuses calls of anything but the library's functions.
func (b *builder) call(n *ast.CallNode) ast.Node {
	if callee, ok := n.Callee.(*ast.IdentifierNode); ok {
		return b.fail(n, "there is no function %q in %s; there are %s", callee.Value, b.noun, list(b.funcs))
	}
	return b.fail(n, "values have no methods; write lower(x) and not x.lower()")
}

func (b *builder) allFields() string {
	return list(append(slices.Clone(b.fields), b.tables...))
}

func list(names []string) string { return strings.Join(names, ", ") }
