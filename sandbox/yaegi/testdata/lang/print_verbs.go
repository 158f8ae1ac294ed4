// The verbs of fmt on basic values.
package main

import (
	"fmt"
	"strings"
	"time"

	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	out = append(out, fmt.Sprintf("%d|%5d|%-5d|%05d|%+d|%x|%X|%#x|%o|%b|%c|%U|%q", 42, 42, 42, 42, 42, 255, 255, 255, 8, 5, 'é', 'é', 'x')+"\n")
	out = append(out, fmt.Sprintf("%s|%10s|%-10s|%.2s|%q|%x|%v", "héllo", "hi", "hi", "héllo", "a\"b", "hi", "z")+"\n")
	out = append(out, fmt.Sprintf("%t|%v|%p", true, false, nil)+"\n")
	out = append(out, fmt.Sprintf("%v %v %v %v", []int{1, 2}, map[string]int{"b": 2, "a": 1}, [2]bool{true}, []string{"a b", "c"})+"\n")
	out = append(out, fmt.Sprintf("%q %x % x %X", []string{"a", "b"}, []byte("abc"), []byte("abc"), "xyz")+"\n")
	out = append(out, fmt.Sprintf("%*d|%-*d|%.*f|%[2]d %[1]d", 5, 1, 4, 2, 2, 3.14159)+"\n")
	out = append(out, fmt.Sprintf("%d %s", "str", 5)+"\n")
	out = append(out, fmt.Sprintf("%d", 1, 2)+"\n")
	out = append(out, fmt.Sprintf("%d %d", 1)+"\n")
	out = append(out, fmt.Sprintf("%!|%z", 3)+"\n")
	out = append(out, fmt.Sprintf("%6.2f|%t|%08b|%3c|", 1.005, 1 == 1, 5, 'x')+"\n")
	out = append(out, fmt.Sprintln(nil, []any{nil, 1, "a"}, error(nil)))
	out = append(out, fmt.Sprintf("%v %d %s", []byte("ab"), []byte("ab"), []byte("ab"))+"\n")
	out = append(out, fmt.Sprintf("%v %+v %s", time.Duration(1500)*time.Millisecond, 90*time.Minute, time.March)+"\n")
	return strings.Join(out, ""), nil
}
