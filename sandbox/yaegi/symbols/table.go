package symbols

import (
	"go/constant"
	"go/token"
	"reflect"
)

// fn is a function, or a constant that has a type.
func fn(v any) reflect.Value { return reflect.ValueOf(v) }

// typ is a type.
func typ[T any]() reflect.Value { return reflect.ValueOf((*T)(nil)) }

// variable is a variable that scripts can read and not assign. Its type is T
// even when that is an interface type.
func variable[T any](v T) reflect.Value {
	return reflect.ValueOf(struct{ V T }{v}).Field(0)
}

// untyped is an untyped constant, made from an int, int64, uint64, float64 or string.
func untyped(v any) reflect.Value {
	switch v := v.(type) {
	case int:
		return reflect.ValueOf(constant.MakeInt64(int64(v)))
	case int64:
		return reflect.ValueOf(constant.MakeInt64(v))
	case uint64:
		return reflect.ValueOf(constant.MakeUint64(v))
	case float64:
		return reflect.ValueOf(constant.MakeFloat64(v))
	case string:
		return reflect.ValueOf(constant.MakeString(v))
	}
	panic("symbols: not the value of an untyped constant")
}

// exact is an untyped floating-point constant of more digits than a float64
// has. The literal may be a quotient of two.
func exact(num string, den ...string) reflect.Value {
	v := constant.MakeFromLiteral(num, token.FLOAT, 0)
	for _, d := range den {
		v = constant.BinaryOp(v, token.QUO, constant.MakeFromLiteral(d, token.FLOAT, 0))
	}
	return reflect.ValueOf(constant.ToFloat(v))
}
