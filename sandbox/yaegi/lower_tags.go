package yaegi

import (
	"go/ast"
	"go/token"
	"strconv"
	"strings"
)

// lowerTags hides unexported fields from encoding/json, which the interpreter
// exports under another name, and gives every struct type that has a name a
// tag of its own, without which the interpreter takes types of one layout for
// the same.
func (s *source) lowerTags() {
	ast.Inspect(s.file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.StructType:
			n.Fields.List = splitFields(n.Fields.List)
		case *ast.TypeSpec:
			t, ok := n.Type.(*ast.StructType)
			if !ok || len(t.Fields.List) == 0 || n.Assign.IsValid() {
				return true
			}
			t.Fields.List = splitFields(t.Fields.List)
			s.temps++
			mark := strconv.Itoa(s.temps)
			if object := s.info.Defs[n.Name]; object != nil {
				if id := s.typeID(object.Type()); id > 0 {
					mark = "t" + strconv.Itoa(id)
				}
			}
			first := t.Fields.List[0]
			tag := ""
			if first.Tag != nil {
				tag, _ = strconv.Unquote(first.Tag.Value) // the parser checked it
				tag += " "
			}
			first.Tag = &ast.BasicLit{
				ValuePos: first.Pos(), Kind: token.STRING, Value: strconv.Quote(tag + `picloud:"` + mark + `"`),
			}
		}
		return true
	})
}

// splitFields gives each field a line of its own, and unexported ones a tag
// that hides them.
func splitFields(list []*ast.Field) []*ast.Field {
	var out []*ast.Field
	for _, f := range list {
		if len(f.Names) == 0 {
			out = append(out, f)
			continue
		}
		for _, id := range f.Names {
			single := &ast.Field{Names: []*ast.Ident{id}, Type: f.Type, Tag: f.Tag}
			if !id.IsExported() && f.Tag == nil {
				single.Tag = &ast.BasicLit{ValuePos: f.Pos(), Kind: token.STRING, Value: "`json:\"-\"`"}
			} else if !id.IsExported() {
				tag, _ := strconv.Unquote(f.Tag.Value) // the parser checked it
				if !strings.HasPrefix(tag, `json:"-"`) {
					single.Tag = &ast.BasicLit{ValuePos: f.Pos(), Kind: token.STRING, Value: strconv.Quote(`json:"-" ` + tag)}
				}
			}
			out = append(out, single)
		}
	}
	return out
}
