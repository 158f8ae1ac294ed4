// Regular expressions over log lines.
package main

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/picloud/picloud/sdk"
)

var line = regexp.MustCompile(`^(?P<ip>\d+\.\d+\.\d+\.\d+) (\w+) "([^"]*)" (\d{3})$`)

type hit struct {
	IP, Method, Path string
	Status           int
}

func parse(s string) (h hit, ok bool) {
	m := line.FindStringSubmatch(s)
	if m == nil {
		return h, false
	}
	status, err := strconv.Atoi(m[4])
	if err != nil {
		return h, false
	}
	return hit{m[1], m[2], m[3], status}, true
}

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	log := "1.2.3.4 GET \"/a\" 200\n5.6.7.8 POST \"/b?x=1\" 503\nnonsense\n1.2.3.4 GET \"/c\" 404"
	byIP := map[string][]hit{}
	bad := 0
	for l := range strings.SplitSeq(log, "\n") {
		if h, ok := parse(l); ok {
			byIP[h.IP] = append(byIP[h.IP], h)
		} else {
			bad++
		}
	}
	for _, ip := range slices.Sorted(maps.Keys(byIP)) {
		out = append(out, fmt.Sprintln(ip, byIP[ip]))
	}
	out = append(out, fmt.Sprintln(bad, regexp.MustCompile(`(\w)(\d+)`).ReplaceAllString("a12 b3", "$2$1"), line.SubexpNames()))
	return strings.Join(out, ""), nil
}
