//go:build !unix

package process

import (
	"errors"
	"os"
)

// supported tells that workers can be given pipes.
const supported = false

func inheritBlocking(int, string) (*os.File, error) {
	return nil, errors.ErrUnsupported
}

func inherit(int, string) (*os.File, error) {
	return nil, errors.ErrUnsupported
}

func writeNow(uintptr, []byte) (int, error) { return 0, errors.ErrUnsupported }
