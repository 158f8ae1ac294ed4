// Matching, groups, replacing and splitting.
package main

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/picloud/picloud/sdk"
)

var re = regexp.MustCompile(`(\w+)@(\w+)\.com`)

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	s := "bob@example.com, al@test.com"
	out = append(out, fmt.Sprintln(re.MatchString(s), re.FindString(s), re.FindStringSubmatch(s), re.FindAllString(s, -1), re.FindStringIndex(s)))
	out = append(out, fmt.Sprintln(re.ReplaceAllString(s, "$2:$1"), re.ReplaceAllStringFunc(s, strings.ToUpper), re.NumSubexp()))
	for _, m := range re.FindAllStringSubmatch(s, -1) {
		out = append(out, fmt.Sprintln(m[1], m[2]))
	}
	named := regexp.MustCompile(`(?P<y>\d{4})-(?P<m>\d\d)`)
	m := named.FindStringSubmatch("on 2024-05")
	for i, n := range named.SubexpNames() {
		if n != "" {
			out = append(out, fmt.Sprintln(n, m[i]))
		}
	}
	out = append(out, fmt.Sprintln(regexp.MustCompile(`\s*,\s*`).Split("a , b,c", -1), regexp.QuoteMeta("a.b*c")))
	_, err := regexp.Compile("a(b")
	out = append(out, fmt.Sprintln(err))
	ok, err := regexp.MatchString("^a+$", "aaa")
	out = append(out, fmt.Sprintln(ok, err))
	out = append(out, fmt.Sprintln(regexp.MustCompile(`^[a-z0-9-]{1,20}$`).MatchString("my-slug-1"), string(re.Find([]byte("x@y.com"))), re.FindStringSubmatch("none") == nil, re.String()))
	return strings.Join(out, ""), nil
}
