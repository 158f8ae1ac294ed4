// Package errors has the generic function of package errors.
package errors

import "errors"

// AsType returns the first error of type E that err leads to.
func AsType[E error](err error) (E, bool) {
	var target E
	ok := errors.As(err, &target)
	return target, ok
}
