package yaegi

import (
	"go/ast"
	"go/types"
)

// spelledInstance stands in an expression for an instance of a generic type
// until it is known under which name that is declared.
type spelledInstance struct {
	ast.BadExpr
	object types.Object
	args   []types.Type
}

// subst returns t with type parameters replaced.
func (x *expander) subst(t types.Type, env environment) types.Type {
	if len(env) == 0 {
		return t
	}
	switch t := t.(type) {
	case *types.TypeParam:
		if to := env[t]; to != nil {
			return to
		}
	case *types.Alias:
		if t.TypeArgs().Len() > 0 {
			return x.subst(types.Unalias(t), env)
		}
	case *types.Named:
		if t.TypeArgs().Len() == 0 {
			return t
		}
		args := make([]types.Type, 0, t.TypeArgs().Len())
		for arg := range t.TypeArgs().Types() {
			args = append(args, x.subst(arg, env))
		}
		out, err := types.Instantiate(x.context, t.Origin(), args, false)
		if err != nil {
			panic(unspellable{t})
		}
		return out
	case *types.Pointer:
		return types.NewPointer(x.subst(t.Elem(), env))
	case *types.Slice:
		return types.NewSlice(x.subst(t.Elem(), env))
	case *types.Array:
		return types.NewArray(x.subst(t.Elem(), env), t.Len())
	case *types.Map:
		return types.NewMap(x.subst(t.Key(), env), x.subst(t.Elem(), env))
	case *types.Signature:
		return types.NewSignatureType(nil, nil, nil, x.substTuple(t.Params(), env), x.substTuple(t.Results(), env), t.Variadic())
	case *types.Struct:
		fields := make([]*types.Var, 0, t.NumFields())
		tags := make([]string, 0, t.NumFields())
		for i := range t.NumFields() {
			f := t.Field(i)
			fields = append(fields, types.NewField(f.Pos(), f.Pkg(), f.Name(), x.subst(f.Type(), env), f.Embedded()))
			tags = append(tags, t.Tag(i))
		}
		return types.NewStruct(fields, tags)
	}
	return t
}

func (x *expander) substTuple(t *types.Tuple, env environment) *types.Tuple {
	vars := make([]*types.Var, 0, t.Len())
	for v := range t.Variables() {
		vars = append(vars, types.NewParam(v.Pos(), v.Pkg(), v.Name(), x.subst(v.Type(), env)))
	}
	return types.NewTuple(vars...)
}
