package main

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type item struct{ n int }

func two(i int) (int, error) {
	if i%2 == 1 {
		return 0, errors.New("odd")
	}
	return i, nil
}

// Handle checks that each turn of a loop has variables of its own.
func Handle(ctx *sdk.Context) (any, error) {
	var b strings.Builder
	p := func(list ...any) { fmt.Fprintln(&b, list...) }
	m := map[int]int{0: 10, 2: 12}
	var ps []*int
	var oks []*bool
	var fs []func() string
	for i := range 3 {
		v, ok := m[i]
		ps, oks = append(ps, &v), append(oks, &ok)
		fs = append(fs, func() string { return fmt.Sprint(v, ok) })
		if v, ok := m[i]; ok {
			ps = append(ps, &v)
		}
		_, has := m[i]
		oks = append(oks, &has)
	}
	for _, v := range ps {
		p(*v)
	}
	for _, ok := range oks {
		p(*ok)
	}
	for _, f := range fs {
		p(f())
	}
	ps, fs = nil, nil
	list := []any{1, "x", item{3}, 4, &item{5}, nil}
	var items []*item
	for _, x := range list {
		n, ok := x.(int)
		ps = append(ps, &n)
		it, isItem := x.(item)
		items = append(items, &it)
		pt, isPt := x.(*item)
		fs = append(fs, func() string { return fmt.Sprint(n, ok, it, isItem, pt != nil, isPt) })
		switch y := x.(type) {
		case int:
			ps = append(ps, &y)
		case item:
			y.n++
			items = append(items, &y)
		}
	}
	for _, v := range ps {
		p(*v)
	}
	for _, v := range items {
		p(*v)
	}
	for _, f := range fs {
		p(f())
	}
	ps, fs = nil, nil
	var errs []*error
	for i, s := range []string{"1", "x", "3"} {
		n, err := strconv.Atoi(s)
		ps, errs = append(ps, &n), append(errs, &err)
		a, err2 := two(i)
		ps, errs = append(ps, &a), append(errs, &err2)
		before, after, found := strings.Cut(s+"-b", "-")
		fs = append(fs, func() string { return before + after + fmt.Sprint(found, n, a) })
		if k, err := strconv.Atoi(s + "0"); err == nil {
			ps = append(ps, &k)
		}
		if k, err := two(i); err == nil {
			ps = append(ps, &k)
			fs = append(fs, func() string { return fmt.Sprint(k, err) })
		}
	}
	for _, v := range ps {
		p(*v)
	}
	for _, v := range errs {
		p(*v)
	}
	for _, f := range fs {
		p(f())
	}
	fs = nil
	next := map[string]string{"a": "b", "b": "c"}
	for k, ok := "a", true; ok; k, ok = next[k] {
		fs = append(fs, func() string { return fmt.Sprint(k, ok) })
	}
	for k, ok := next["a"]; ok; k, ok = next[k] {
		fs = append(fs, func() string { k += "!"; return fmt.Sprint(k, ok) })
	}
	for _, f := range fs {
		p(f(), f())
	}
	// A closure sees what is set later.
	price, ok := m[0]
	see := func() string { return fmt.Sprint(price, ok) }
	price, ok = m[1]
	p(see())
	price, ok = m[2]
	p(see())
	set := func(k int) { price, ok = m[k] }
	set(0)
	p(see(), price, ok)
	set(1)
	p(see(), price, ok)
	q := &price
	price, ok = m[2]
	p(*q)
	return b.String(), nil
}
