package main

import (
	"sort"
	"strconv"
	"strings"
)

// work is the same thing to do, in every way.
type work struct {
	name, about string
	decls, body string // of the script
	js          string
	native      func()
}

// sink keeps the compiler from leaving out work.
var sink int

func fib(n int) int {
	if n < 2 {
		return n
	}
	return fib(n-1) + fib(n-2)
}

var works = []work{
	{
		name: "fib", about: "`fib(25)`, recursive",
		decls: "func fib(n int) int {\n\tif n < 2 {\n\t\treturn n\n\t}\n\treturn fib(n-1) + fib(n-2)\n}",
		body:  "total += fib(25)",
		js:    "function fib(n) { return n < 2 ? n : fib(n-1) + fib(n-2) } function work() { return fib(25) }",
		native: func() {
			sink += fib(25)
		},
	},
	{
		name: "loop", about: "a loop of 100,000 turns that adds",
		body: "for i := range 100000 { total += i }",
		js:   "function work() { let total = 0; for (let i = 0; i < 100000; i++) { total += i }; return total }",
		native: func() {
			for i := range 100_000 {
				sink += i
			}
		},
	},
	{
		name: "slice", about: "adding up a slice of 100,000 numbers",
		decls: "var numbers = make([]int, 100000)",
		body:  "for _, v := range numbers { total += v }",
		js:    "const numbers = new Array(100000).fill(0); function work() { let total = 0; for (const v of numbers) { total += v }; return total }",
		native: func() {
			for _, v := range numbers {
				sink += v
			}
		},
	},
	{
		name: "index", about: "a slice of 100,000 numbers with its indices",
		decls: "var numbers = make([]int, 100000)",
		body:  "for i, v := range numbers { total += i + v }",
		js:    "const numbers = new Array(100000).fill(0); function work() { let total = 0; numbers.forEach((v, i) => { total += i + v }); return total }",
		native: func() {
			for i, v := range numbers {
				sink += i + v
			}
		},
	},
	{
		name: "map", about: "10,000 counts in a map",
		body: "m := map[int]int{}\nfor i := range 10000 { m[i%100] += i }\nfor k, v := range m { total += k + v }",
		js:   "function work() { const m = new Map(); for (let i = 0; i < 10000; i++) { m.set(i%100, (m.get(i%100) || 0) + i) }; let total = 0; for (const [k, v] of m) { total += k + v }; return total }",
		native: func() {
			m := map[int]int{}
			for i := range 10_000 {
				m[i%100] += i
			}
			for k, v := range m {
				sink += k + v
			}
		},
	},
	{
		name: "maprange", about: "a walk over a map of 1,000 keys",
		decls: "var counts = map[int]int{}\n\nfunc init() { for i := range 1000 { counts[i] = i } }",
		body:  "for k, v := range counts { total += k + v }",
		js:    "const m = new Map(); for (let i = 0; i < 1000; i++) { m.set(i, i) }; function work() { let total = 0; for (const [k, v] of m) { total += k + v }; return total }",
		native: func() {
			for k, v := range counts {
				sink += k + v
			}
		},
	},
	{
		name: "runes", about: "the runes of a text of 10,000",
		decls: "var text = strings.Repeat(\"picloud🐹é \", 1000)",
		body:  "for _, r := range text { total += int(r) }",
		js:    "const text = 'picloud🐹é '.repeat(1000); function work() { let total = 0; for (const r of text) { total += r.codePointAt(0) }; return total }",
		native: func() {
			for _, r := range text {
				sink += int(r)
			}
		},
	},
	{
		name: "string", about: "1,000 numbers as text, joined and split",
		body: "var b strings.Builder\nfor i := range 1000 { b.WriteString(strconv.Itoa(i)); b.WriteByte(',') }\ntotal += len(strings.Split(b.String(), \",\"))",
		js:   "function work() { let s = ''; for (let i = 0; i < 1000; i++) { s += String(i); s += ',' }; return s.split(',').length }",
		native: func() {
			var b strings.Builder
			for i := range 1000 {
				b.WriteString(strconv.Itoa(i))
				b.WriteByte(',')
			}
			sink += len(strings.Split(b.String(), ","))
		},
	},
	{
		name: "sort", about: "sorting 1,000 numbers by a function",
		body: "l := make([]int, 1000)\nfor i := range l { l[i] = i * 7919 % 1000 }\nsort.Slice(l, func(i, j int) bool { return l[i] < l[j] })\ntotal += l[1]",
		js:   "function work() { const l = []; for (let i = 0; i < 1000; i++) { l.push(i * 7919 % 1000) }; l.sort((a, b) => a - b); return l[1] }",
		native: func() {
			l := make([]int, 1000)
			for i := range l {
				l[i] = i * 7919 % 1000
			}
			sort.Slice(l, func(i, j int) bool { return l[i] < l[j] })
			sink += l[1]
		},
	},
}

var (
	numbers = make([]int, 100_000)
	counts  = map[int]int{}
	text    = strings.Repeat("picloud🐹é ", 1000)
)

func init() {
	for i := range 1000 {
		counts[i] = i
	}
}
