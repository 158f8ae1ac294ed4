// Error types with value receivers, Is, Unwrap, joined and wrapped.
package main

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type Code int

func (c Code) Error() string { return "code " + strconv.Itoa(int(c)) }

type Val struct{ A, B string }

func (v Val) Error() string { return v.A + v.B }

type Op struct {
	Name string
	Err  error
}

func (o *Op) Error() string { return o.Name + ": " + o.Err.Error() }
func (o *Op) Unwrap() error { return o.Err }

type Multi struct{ Errs []error }

func (m Multi) Error() string   { return fmt.Sprint(len(m.Errs), " errors") }
func (m Multi) Unwrap() []error { return m.Errs }

type Temp struct{ Kind string }

func (t *Temp) Error() string { return t.Kind }
func (t *Temp) Is(target error) bool {
	o, ok := target.(*Temp)
	return ok && o.Kind == t.Kind
}

var ErrBase = errors.New("base")

func find(n int) error {
	switch n {
	case 0:
		return &Op{"open", fmt.Errorf("ctx: %w", Code(4))}
	case 1:
		return Val{"a", "b"}
	case 2:
		return errors.Join(ErrBase, &Temp{"slow"})
	case 3:
		return Multi{[]error{ErrBase, Code(7)}}
	case 4:
		return fmt.Errorf("two: %w and %w", Code(1), Val{"x", "y"})
	}
	return nil
}

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	for i := range 6 {
		err := find(i)
		var c Code
		var v Val
		var o *Op
		var t *Temp
		out = append(out, fmt.Sprintln(i, err, errors.As(err, &c), int(c), errors.As(err, &v), v.A, errors.As(err, &o), errors.As(err, &t), errors.Is(err, ErrBase), errors.Is(err, Code(7)), errors.Is(err, &Temp{"slow"}), errors.Is(err, Val{"a", "b"}), err == nil))
		switch e := err.(type) {
		case nil:
			out = append(out, fmt.Sprintln("nil"))
		case Code:
			out = append(out, fmt.Sprintln("code", int(e)))
		case Val:
			out = append(out, fmt.Sprintln("val", e.B))
		case *Op:
			out = append(out, fmt.Sprintln("op", e.Name, errors.Unwrap(e)))
		case Multi:
			out = append(out, fmt.Sprintln("many", len(e.Unwrap())))
		default:
			out = append(out, fmt.Sprintln("other"))
		}
	}
	return strings.Join(out, ""), nil
}
