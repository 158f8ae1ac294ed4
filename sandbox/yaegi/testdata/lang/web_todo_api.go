// A small REST handler over a package-level map.
package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"sort"
	"strconv"
	"strings"
	"time"

	"github.com/picloud/picloud/sdk"
)

type Todo struct {
	ID    int       `json:"id"`
	Title string    `json:"title"`
	Done  bool      `json:"done"`
	At    time.Time `json:"at"`
}
type Store struct {
	next  int
	items map[int]*Todo
}

var store = &Store{next: 1, items: map[int]*Todo{}}

func (s *Store) Add(title string) (*Todo, error) {
	title = strings.TrimSpace(title)
	if title == "" {
		return nil, sdk.Error(422, "title is required")
	}
	t := &Todo{ID: s.next, Title: title, At: time.Unix(int64(s.next)*3600, 0).UTC()}
	s.items[t.ID] = t
	s.next++
	return t, nil
}
func (s *Store) List(filter func(*Todo) bool) []Todo {
	out := []Todo{}
	for _, t := range s.items {
		if filter == nil || filter(t) {
			out = append(out, *t)
		}
	}
	sort.Slice(out, func(i, j int) bool { return out[i].ID < out[j].ID })
	return out
}
func route(method, path string, body []byte) (any, error) {
	parts := strings.Split(strings.Trim(path, "/"), "/")
	switch {
	case method == http.MethodGet && len(parts) == 1:
		return store.List(nil), nil
	case method == http.MethodPost && len(parts) == 1:
		var in struct{ Title string }
		if err := json.Unmarshal(body, &in); err != nil {
			return nil, sdk.Error(http.StatusBadRequest, "bad json: "+err.Error())
		}
		return store.Add(in.Title)
	case len(parts) == 2:
		id, err := strconv.Atoi(parts[1])
		if err != nil {
			return nil, sdk.Error(400, "bad id")
		}
		t, ok := store.items[id]
		if !ok {
			return nil, sdk.Error(404, fmt.Sprintf("no todo %d", id))
		}
		if method == "DELETE" {
			delete(store.items, id)
			return nil, nil
		}
		t.Done = !t.Done
		return t, nil
	}
	return nil, sdk.Error(405, "no")
}
func Handle(ctx *sdk.Context) (any, error) {
	steps := []struct{ m, p, b string }{
		{"POST", "/todos", `{"title":"one"}`}, {"POST", "/todos", `{"title":" "}`}, {"POST", "/todos", `{"title":"two"}`},
		{"PUT", "/todos/2", ""}, {"GET", "/todos", ""}, {"DELETE", "/todos/1", ""}, {"GET", "/todos/1", ""}, {"GET", "/todos/x", ""}, {"POST", "/todos", "{"}, {"GET", "/todos", ""}, {"PUT", "/a/b/c", ""},
	}
	var out []any
	for _, s := range steps {
		v, err := route(s.m, s.p, []byte(s.b))
		if err != nil {
			out = append(out, err.Error())
			continue
		}
		out = append(out, v)
	}
	return out, nil
}
