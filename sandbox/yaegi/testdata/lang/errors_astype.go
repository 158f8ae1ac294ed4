// errors.AsType.
package main

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type NotFound struct{ Key string }

func (e *NotFound) Error() string { return "no " + e.Key }

func find(k string) error { return fmt.Errorf("find: %w", &NotFound{k}) }

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	if nf, ok := errors.AsType[*NotFound](find("x")); ok {
		out = append(out, fmt.Sprintln(nf.Key, nf.Error()))
	}
	_, ok := errors.AsType[*NotFound](errors.New("other"))
	_, err := strconv.Atoi("zz")
	num, ok2 := errors.AsType[*strconv.NumError](err)
	out = append(out, fmt.Sprintln(ok, ok2, num.Func, num.Num))
	return strings.Join(out, ""), nil
}
