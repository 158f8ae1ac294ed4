package expression

import (
	"fmt"
	"reflect"
	"unicode/utf8"

	"github.com/expr-lang/expr/checker"
	"github.com/expr-lang/expr/compiler"
	"github.com/expr-lang/expr/conf"
	"github.com/expr-lang/expr/optimizer"
	"github.com/expr-lang/expr/parser"
	"github.com/expr-lang/expr/vm"
)

// The caps on every expression.
const (
	// MaxSourceBytes is how long the source may be.
	MaxSourceBytes = 2048

	// MaxNodes is how many names, literals and operators it may have.
	MaxNodes = 512

	// MaxValueBytes is how long a value may be that an expression reads.
	MaxValueBytes = 8 << 10
)

const (
	// maxPatternSize caps the instructions of all patterns together. The worst
	// of them then takes some tens of milliseconds on a value of MaxValueBytes.
	maxPatternSize = 500

	// memoryBudget caps the elements of the lists that a run builds. They are
	// literals, so MaxNodes keeps well below it: a second wall.
	memoryBudget = 10_000
)

// compile checks src against a dialect and compiles it. It also returns the
// fields that src names. The error is an *Error.
func compile(src string, d *dialect) (program *vm.Program, used map[string]bool, err error) {
	if e := checkSource(src); e != nil {
		return nil, nil, e
	}
	// The library panics on trees that it did not foresee. Users get an error.
	defer func() {
		if r := recover(); r != nil {
			program, used = nil, nil
			err = &Error{Message: fmt.Sprintf("the expression cannot be compiled (%v); write it in another way", r)}
		}
	}()

	config := conf.New(d.env)
	config.MaxNodes = MaxNodes
	tree, err := parser.ParseWithConfig(src, config)
	if err != nil {
		return nil, nil, wrap(src, err)
	}
	// Nothing but the builder may walk what the parser made: 1 < x < 2 holds x
	// twice, so that a nest of them is exponential in the length of the source.
	b := builder{dialect: d, src: src, used: map[string]bool{}}
	tree.Node = b.node(tree.Node)
	if b.err != nil {
		return nil, nil, b.err
	}
	t, err := checker.Check(tree, config)
	if err != nil {
		return nil, nil, wrap(src, err)
	}
	if t == nil || t.Kind() != reflect.Bool {
		return nil, nil, &Error{Message: fmt.Sprintf("%s must be true or false, but this is a %s; compare it with something", d.noun, plainKind(t))}
	}
	if err := optimizer.Optimize(&tree.Node, config); err != nil {
		return nil, nil, wrap(src, err)
	}
	program, err = compiler.Compile(tree, config)
	if err != nil {
		return nil, nil, wrap(src, err)
	}
	return program, b.used, nil
}

// checkSource refuses what the parser should not see.
func checkSource(src string) *Error {
	if len(src) > MaxSourceBytes {
		return &Error{
			Offset:  MaxSourceBytes,
			Message: fmt.Sprintf("the expression has %d bytes; at most %d are allowed", len(src), MaxSourceBytes),
		}
	}
	if utf8.ValidString(src) {
		return nil
	}
	for i, r := range src {
		if r != utf8.RuneError {
			continue
		}
		if _, size := utf8.DecodeRuneInString(src[i:]); size == 1 {
			return &Error{Offset: i, Message: "the expression is not valid UTF-8; send it as UTF-8"}
		}
	}
	return nil
}

// evaluate executes a program. The result of a program is a bool, unless it mixes
// types at run time.
func evaluate(machine *vm.VM, program *vm.Program, env any, src string) (bool, error) {
	machine.MemoryBudget = memoryBudget
	out, err := machine.Run(program, env)
	// A pooled machine must not keep the last request's texts alive.
	clear(machine.Stack[:cap(machine.Stack)])
	if err != nil {
		return false, wrap(src, err)
	}
	ok, isBool := out.(bool)
	if !isBool {
		return false, &Error{Message: fmt.Sprintf("the result is a %s, not true or false", plainKind(reflect.TypeOf(out)))}
	}
	return ok, nil
}
