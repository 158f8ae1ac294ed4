// Sorting, filtering and paging by query parameters.
package main

import (
	"net/url"
	"sort"
	"strconv"

	"github.com/picloud/picloud/sdk"
)

type Product struct {
	Name  string  `json:"name"`
	Price float64 `json:"price"`
	Cat   string  `json:"-"`
}

var products = []Product{{"pen", 1.5, "office"}, {"lamp", 20, "home"}, {"desk", 150, "office"}, {"rug", 80, "home"}, {"ink", 9, "office"}}

type Page struct {
	Items []Product `json:"items"`
	Total int       `json:"total"`
	Next  *int      `json:"next"`
}

func intParam(q url.Values, k string, def int) (int, error) {
	s := q.Get(k)
	if s == "" {
		return def, nil
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < 0 {
		return 0, sdk.Error(400, k+" must be a number of at least 0")
	}
	return n, nil
}
func list(raw string) (any, error) {
	q, err := url.ParseQuery(raw)
	if err != nil {
		return nil, err
	}
	limit, err := intParam(q, "limit", 2)
	if err != nil {
		return nil, err
	}
	offset, err := intParam(q, "offset", 0)
	if err != nil {
		return nil, err
	}
	var sel []Product
	for _, p := range products {
		if c := q.Get("cat"); c != "" && p.Cat != c {
			continue
		}
		sel = append(sel, p)
	}
	less := map[string]func(a, b Product) bool{
		"":      func(a, b Product) bool { return a.Name < b.Name },
		"price": func(a, b Product) bool { return a.Price < b.Price },
	}[q.Get("sort")]
	if less == nil {
		return nil, sdk.Error(400, "unknown sort")
	}
	sort.Slice(sel, func(i, j int) bool {
		if q.Get("desc") != "" {
			i, j = j, i
		}
		return less(sel[i], sel[j])
	})
	page := Page{Items: []Product{}, Total: len(sel)}
	end := min(offset+limit, len(sel))
	if offset < end {
		page.Items = append(page.Items, sel[offset:end]...)
	}
	if end < len(sel) {
		page.Next = &end
	}
	return page, nil
}
func Handle(ctx *sdk.Context) (any, error) {
	var out []any
	for _, raw := range []string{"", "cat=office&sort=price&desc=1", "offset=4", "limit=x", "sort=zz", "offset=99", "limit=10&cat=home"} {
		v, err := list(raw)
		if err != nil {
			out = append(out, err.Error())
			continue
		}
		out = append(out, v)
	}
	return out, nil
}
