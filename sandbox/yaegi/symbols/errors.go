package symbols

import (
	"errors"
	"fmt"
)

func errorsStatic() table {
	return table{
		"Join": fn(joinErrors),
		"New":  fn(errors.New),

		"ErrUnsupported": variable(errors.ErrUnsupported),
	}
}

func errorsBound(h Host) table {
	return table{
		"As": fn(as(h)),
		"Is": fn(is(h)),
		"Unwrap": fn(func(err error) error {
			if b, ok := any(err).(*Boxed); ok {
				if f, ok := b.in.methods[method{b.t.ID, "Unwrap"}].(func(any) error); ok {
					return f(b.v)
				}
				return nil
			}
			return errors.Unwrap(err)
		}),
	}
}

// maxErrors is how many errors one error may lead to. The same one joined with
// itself again and again doubles what errors.Is and Error have to visit.
const maxErrors = 1 << 12

// chainError is an error that leads to others.
type chainError struct {
	text  func() string
	count int
}

func (e *chainError) Error() string { return e.text() }
func (e *chainError) errors() int   { return e.count }

type oneError struct {
	chainError
	err error
}

func (e *oneError) Unwrap() error { return e.err }

type manyErrors struct {
	chainError
	errs []error
}

func (e *manyErrors) Unwrap() []error { return e.errs }

// count is the number of errors that errs lead to.
func count(what string, errs ...error) int {
	n := 0
	for _, err := range errs {
		n++
		if c, ok := any(err).(interface{ errors() int }); ok {
			n += c.errors()
		}
	}
	if n > maxErrors {
		panic(&LimitError{what, fmt.Sprintf("more than %d errors in one", maxErrors)})
	}
	return n
}

func joinErrors(errs ...error) error {
	var e manyErrors
	for _, err := range errs {
		if err != nil {
			e.errs = append(e.errs, err)
		}
	}
	if len(e.errs) == 0 {
		return nil
	}
	e.count = count("errors.Join", e.errs...)
	e.text = func() string {
		var text []byte
		for i, err := range e.errs {
			if i > 0 {
				text = append(text, '\n')
			}
			text = append(text, err.Error()...)
			if len(text) > maxResult {
				panic(&LimitError{"errors.Join", "text over 1 MiB"})
			}
		}
		return string(text)
	}
	return &e
}

func errorf(h Host) func(string, ...any) error {
	return func(format string, args ...any) error {
		p := printer{host: h, what: "fmt.Errorf"}
		uses := p.parse(format, args)
		args = p.args
		ready := p.prepare(args, uses)
		for i, arg := range args {
			if uses[i].wrap {
				ready[i] = arg
			}
		}
		err := fmt.Errorf(p.format, ready...)
		text := p.done(err.Error())
		own := chainError{text: func() string { return text }}
		switch err := any(err).(type) {
		case interface{ Unwrap() error }:
			if inner := err.Unwrap(); inner != nil {
				own.count = count("fmt.Errorf", inner)
				return &oneError{own, inner}
			}
		case interface{ Unwrap() []error }:
			own.count = count("fmt.Errorf", err.Unwrap()...)
			return &manyErrors{own, err.Unwrap()}
		}
		return errors.New(text)
	}
}
