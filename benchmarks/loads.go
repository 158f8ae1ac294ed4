//go:build linux

package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
)

// load is one kind of request, with the ways to answer it.
type load struct {
	name, title string
	method      string
	target      string // path and query
	body        string
	want        string // the body of the right answer

	path    string           // the route of the script
	source  string           // the script
	handler http.HandlerFunc // the same as compiled Go
	pattern string           // what http.ServeMux has it under
	respond string           // the same as directives of Caddy, if that is possible

	connections int // how many ask at once
	longer      int // how many slices make a turn
	others      int // routes there are beside
	proxied     bool
}

// allLoads are the kinds of requests, in the order in which they are measured.
func allLoads(o options) []*load {
	hello := helloLoad()
	list := []*load{&hello, paramsLoad(), transformLoad(), fibLoad()}
	for name, n := range map[string]int{"some-routes": someRoutes, "many-routes": o.routes} {
		l := helloLoad()
		l.name, l.others, l.proxied = name, n, false
		l.title = fmt.Sprintf("Hello beside %s other routes", thousands(n))
		list = append(list, &l)
	}
	// Routes are added, and never removed.
	slices.SortStableFunc(list, func(a, b *load) int { return a.others - b.others })
	return list
}

// request is what a client sends.
func (l *load) request(host string) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "%s %s HTTP/1.1\r\nHost: %s\r\nUser-Agent: benchmarks\r\nAccept: */*\r\n", l.method, l.target, host)
	if l.body != "" {
		fmt.Fprintf(&b, "Content-Type: application/json\r\nContent-Length: %d\r\n", len(l.body))
	}
	b.WriteString("\r\n" + l.body)
	return b.Bytes()
}

func helloLoad() load {
	return load{
		name: "hello", title: "Hello",
		method: http.MethodGet, target: "/hello", want: "hello",
		path: "/hello", pattern: "GET /hello",
		source: `package main

import "github.com/picloud/picloud/sdk"

func Handle(ctx *sdk.Context) (any, error) { return "hello", nil }
`,
		handler:     func(w http.ResponseWriter, _ *http.Request) { text(w, "hello") },
		respond:     "respond hello",
		connections: 32, longer: 1, proxied: true,
	}
}

// paramsLoad answers in JSON what the path and the query hold.
func paramsLoad() *load {
	return &load{
		name: "params", title: "Path and query parameters to JSON",
		method: http.MethodGet, target: "/users/42?lang=en&page=3", want: `{"id":"42","lang":"en","page":3}`,
		path: "/users/:id", pattern: "GET /users/{id}",
		source: `package main

import (
	"strconv"

	"github.com/picloud/picloud/sdk"
)

func Handle(ctx *sdk.Context) (any, error) {
	page, err := strconv.Atoi(ctx.Request.Query.Get("page"))
	if err != nil {
		return nil, sdk.Error(400, "page is no number")
	}
	return map[string]any{"id": ctx.Request.Params["id"], "lang": ctx.Request.Query.Get("lang"), "page": page}, nil
}
`,
		handler: func(w http.ResponseWriter, r *http.Request) {
			query := r.URL.Query()
			page, err := strconv.Atoi(query.Get("page"))
			if err != nil {
				http.Error(w, "page is no number", http.StatusBadRequest)
				return
			}
			answerJSON(w, map[string]any{"id": r.PathValue("id"), "lang": query.Get("lang"), "page": page})
		},
		respond:     "header Content-Type application/json\n\trespond `\\{\"id\":\"{path.1}\",\"lang\":\"{query.lang}\",\"page\":{query.page}\\}`",
		connections: 32, longer: 1,
	}
}

// The transformation, in the words that script and compiled handler share.
type orderItem struct {
	SKU      string   `json:"sku"`
	Quantity int      `json:"quantity"`
	Price    float64  `json:"price"`
	Total    float64  `json:"total"`
	Tags     []string `json:"tags"`
}

type order struct {
	ID       string      `json:"id"`
	Customer string      `json:"customer"`
	Items    []orderItem `json:"items"`
	Total    float64     `json:"total"`
}

func transform(o *order) {
	for i := range o.Items {
		item := &o.Items[i]
		item.SKU = strings.ToUpper(item.SKU)
		item.Total = float64(item.Quantity) * item.Price
		o.Total += item.Total
	}
}

const transformScript = `package main

import (
	"strings"

	"github.com/picloud/picloud/sdk"
)

type Item struct {
	SKU      string   ` + "`json:\"sku\"`" + `
	Quantity int      ` + "`json:\"quantity\"`" + `
	Price    float64  ` + "`json:\"price\"`" + `
	Total    float64  ` + "`json:\"total\"`" + `
	Tags     []string ` + "`json:\"tags\"`" + `
}

type Order struct {
	ID       string  ` + "`json:\"id\"`" + `
	Customer string  ` + "`json:\"customer\"`" + `
	Items    []Item  ` + "`json:\"items\"`" + `
	Total    float64 ` + "`json:\"total\"`" + `
}

func Handle(ctx *sdk.Context) (any, error) {
	var o Order
	if err := ctx.Request.JSON(&o); err != nil {
		return nil, err
	}
	for i := range o.Items {
		item := &o.Items[i]
		item.SKU = strings.ToUpper(item.SKU)
		item.Total = float64(item.Quantity) * item.Price
		o.Total += item.Total
	}
	return o, nil
}
`

// transformLoad reads an order of 2 KB, changes each of its items and answers
// all of it.
func transformLoad() *load {
	o := order{ID: "order-2026-11-23", Customer: "Ada Lovelace"}
	for i := range 22 {
		o.Items = append(o.Items, orderItem{
			SKU: fmt.Sprintf("sku-%04d-blue", i*37), Quantity: i%5 + 1, Price: float64(i) + 0.25,
			Tags: []string{"in stock", "fragile"},
		})
	}
	body, _ := json.Marshal(o) // these types are known to work
	transform(&o)
	want, _ := json.Marshal(o)
	return &load{
		name: "transform", title: fmt.Sprintf("A JSON document of %d bytes, read, changed and answered", len(body)),
		method: http.MethodPost, target: "/orders", body: string(body), want: string(want),
		path: "/orders", pattern: "POST /orders",
		source: transformScript,
		handler: func(w http.ResponseWriter, r *http.Request) {
			content, err := io.ReadAll(r.Body)
			var o order
			if err == nil {
				err = json.Unmarshal(content, &o)
			}
			if err != nil {
				http.Error(w, err.Error(), http.StatusBadRequest)
				return
			}
			transform(&o)
			answerJSON(w, o)
		},
		connections: 32, longer: 1,
	}
}

func fib(n int) int {
	if n < 2 {
		return n
	}
	return fib(n-1) + fib(n-2)
}

// fibLoad does nothing but calls.
func fibLoad() *load {
	return &load{
		name: "fib", title: "`fib(25)`, recursive",
		method: http.MethodGet, target: "/fib/25", want: "75025",
		path: "/fib/:n", pattern: "GET /fib/{n}",
		source: `package main

import (
	"strconv"

	"github.com/picloud/picloud/sdk"
)

func fib(n int) int {
	if n < 2 {
		return n
	}
	return fib(n-1) + fib(n-2)
}

func Handle(ctx *sdk.Context) (any, error) {
	n, err := strconv.Atoi(ctx.Request.Params["n"])
	if err != nil {
		return nil, err
	}
	return strconv.Itoa(fib(n)), nil
}
`,
		handler: func(w http.ResponseWriter, r *http.Request) {
			n, err := strconv.Atoi(r.PathValue("n"))
			if err != nil {
				http.Error(w, err.Error(), http.StatusBadRequest)
				return
			}
			text(w, strconv.Itoa(fib(n)))
		},
		connections: 2, longer: 2,
	}
}

func text(w http.ResponseWriter, s string) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	_, _ = io.WriteString(w, s) // a client that went away is nobody's error
}

func answerJSON(w http.ResponseWriter, v any) {
	body, err := json.Marshal(v)
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	_, _ = w.Write(body) // as above
}

// otherRoute is the path of one of the routes beside the one that is asked for:
// exact ones, ones with a parameter and prefixes. wild stands for a parameter,
// and rest for what follows a prefix.
func otherRoute(i int, wild, rest string) string {
	switch i % 4 {
	case 0:
		return fmt.Sprintf("/svc%d/users/%s", i, wild)
	case 1:
		return fmt.Sprintf("/svc%d/files/%s", i, rest)
	default:
		return fmt.Sprintf("/svc%d/v1/item%d", i, i)
	}
}

// thousands writes a number as people read it.
func thousands(n int) string {
	digits := []byte(strconv.Itoa(n))
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = slices.Insert(digits, i, ',')
	}
	return string(digits)
}
