package main

import (
	"fmt"
	"go/constant"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"github.com/picloud/picloud/sandbox/yaegi/symbols"
)

// generate works out the document from the allow-list.
func generate() (completions, error) {
	var out completions
	for _, path := range symbols.Packages() {
		exposed, err := symbols.NewImporter().Import(path)
		if err != nil {
			return out, err
		}
		text, err := readSource(path)
		if err != nil {
			return out, fmt.Errorf("package %s: %w", path, err)
		}
		p := pkg{Path: path, Name: exposed.Name()}
		for _, name := range exposed.Scope().Names() {
			p.Symbols = append(p.Symbols, describe(exposed.Scope().Lookup(name), text))
		}
		out.Packages = append(out.Packages, p)
	}
	out.Keywords = keywords()
	var err error
	out.Builtins, err = builtins()
	return out, err
}

// describe makes the symbol of an object of a package's scope.
func describe(object types.Object, text *source) symbol {
	qualify := relativeTo(object.Pkg())
	s := symbol{Name: object.Name()}
	switch o := object.(type) {
	case *types.Func:
		s.Kind = "func"
		s.Signature, s.Doc = text.function("", o.Name())
		if s.Signature == "" {
			s.Signature = "func " + o.Name() + strings.TrimPrefix(types.TypeString(o.Type(), qualify), "func")
		}
	case *types.Const:
		s.Kind = "const"
		s.Signature = "const " + o.Name()
		if basic, ok := o.Type().(*types.Basic); !ok || basic.Info()&types.IsUntyped == 0 {
			s.Signature += " " + types.TypeString(o.Type(), qualify)
		}
		s.Signature += " = " + value(o.Val())
		s.Doc = text.values[o.Name()]
	case *types.TypeName:
		s.Kind = "type"
		s.Signature = typeSignature(o, text)
		s.Doc = text.types[o.Name()].doc
		s.Members = members(o, text)
	default:
		s.Kind = "var"
		s.Signature = "var " + o.Name() + " " + types.TypeString(o.Type(), qualify)
		s.Doc = text.values[o.Name()]
	}
	return s
}

// relativeTo writes types as the source of a package does: io.Writer.
func relativeTo(p *types.Package) types.Qualifier {
	return func(other *types.Package) string {
		if other == p {
			return ""
		}
		return other.Name()
	}
}

// value writes a constant: strings in full, numbers in few digits.
func value(v constant.Value) string {
	if v.Kind() == constant.String {
		return v.ExactString()
	}
	return v.String()
}

// typeSignature is the declaration of a type, without what its members tell.
func typeSignature(o *types.TypeName, text *source) string {
	head := "type " + o.Name() + text.types[o.Name()].params
	if o.IsAlias() {
		return head + " = " + types.TypeString(types.Unalias(o.Type()), relativeTo(o.Pkg()))
	}
	switch u := o.Type().Underlying().(type) {
	case *types.Struct:
		return head + " struct"
	case *types.Interface:
		return head + " interface"
	default:
		return head + " " + types.TypeString(u, relativeTo(o.Pkg()))
	}
}

// members are the fields and methods that scripts may use: fields in their
// order, then methods by name.
func members(o *types.TypeName, text *source) []symbol {
	if o.IsAlias() {
		return nil
	}
	qualify := relativeTo(o.Pkg())
	declared := text.types[o.Name()]
	var list []symbol
	if u, ok := o.Type().Underlying().(*types.Struct); ok {
		for f := range u.Fields() {
			if f.Exported() {
				signature := f.Name() + " " + types.TypeString(f.Type(), qualify)
				list = append(list, symbol{Name: f.Name(), Kind: "field", Signature: signature, Doc: declared.members[f.Name()]})
			}
		}
	}
	receiver := o.Type()
	if !types.IsInterface(receiver) {
		receiver = types.NewPointer(receiver)
	}
	for selection := range types.NewMethodSet(receiver).Methods() {
		m := selection.Obj()
		if !m.Exported() {
			continue
		}
		s := symbol{Name: m.Name(), Kind: "method"}
		s.Signature, s.Doc = text.function(o.Name(), m.Name())
		if s.Signature == "" {
			s.Signature = "func (" + o.Name() + ") " + m.Name() + strings.TrimPrefix(types.TypeString(m.Type(), qualify), "func")
		}
		list = append(list, s)
	}
	return list
}

// keywords are those that scripts may use.
func keywords() []string {
	refused := []token.Token{token.CHAN, token.GO, token.GOTO, token.SELECT}
	var list []string
	for t := token.BREAK; t <= token.VAR; t++ {
		if !slices.Contains(refused, t) {
			list = append(list, t.String())
		}
	}
	return list
}

// builtins are the predeclared names that scripts may use.
func builtins() ([]symbol, error) {
	text, err := readSource("builtin")
	if err != nil {
		return nil, err
	}
	refused := []string{"close", "print", "println"}
	var list []symbol
	for _, name := range types.Universe.Names() {
		if slices.Contains(refused, name) {
			continue
		}
		s := symbol{Name: name}
		switch o := types.Universe.Lookup(name).(type) {
		case *types.Builtin:
			s.Kind = "func"
			s.Signature, s.Doc = text.function("", name)
		case *types.TypeName:
			s.Kind, s.Signature, s.Doc = "type", "type "+name, text.types[name].doc
		case *types.Const:
			s.Kind, s.Signature, s.Doc = "const", "const "+name, text.values[name]
		case *types.Nil:
			s.Kind, s.Signature, s.Doc = "var", "var nil", text.values[name]
		default:
			return nil, fmt.Errorf("the predeclared %s is a %T", name, o)
		}
		list = append(list, s)
	}
	return list, nil
}
