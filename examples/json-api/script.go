package main

import (
	"fmt"
	"net/http"
	"strings"

	"github.com/picloud/picloud/sdk"
)

// Book is one record. The tags name its fields in JSON.
type Book struct {
	ID     string `json:"id"`
	Title  string `json:"title"`
	Author string `json:"author,omitempty"`
	Year   int    `json:"year"`
}

// books stands in for a database: scripts keep nothing between requests, so
// changes are checked and answered but not stored.
var books = []Book{
	{ID: "emma", Title: "Emma", Author: "Jane Austen", Year: 1815},
	{ID: "middlemarch", Title: "Middlemarch", Author: "George Eliot", Year: 1871},
}

// Handle serves /books and /books/:id.
func Handle(ctx *sdk.Context) (any, error) {
	id, one := ctx.Request.Params["id"]
	switch method := ctx.Request.Method; {
	case method == http.MethodGet && !one:
		return list(ctx.Request.Query.Get("q")), nil
	case method == http.MethodGet:
		return find(id)
	case method == http.MethodPost && !one:
		return create(ctx)
	case method == http.MethodPut && one:
		return replace(ctx, id)
	case method == http.MethodDelete && one:
		_, err := find(id)
		return nil, err // nil, nil answers 204 No Content
	default:
		return nil, sdk.Error(http.StatusMethodNotAllowed, method+" is not possible here")
	}
}

// list returns the books whose title or author contains q.
func list(q string) map[string]any {
	q = strings.ToLower(q)
	found := []Book{} // not nil, which would be null in JSON
	for _, b := range books {
		if strings.Contains(strings.ToLower(b.Title+" "+b.Author), q) {
			found = append(found, b)
		}
	}
	return map[string]any{"items": found, "count": len(found)}
}

func find(id string) (Book, error) {
	for _, b := range books {
		if b.ID == id {
			return b, nil
		}
	}
	return Book{}, sdk.Error(http.StatusNotFound, "there is no book "+id)
}

func create(ctx *sdk.Context) (any, error) {
	b, err := read(ctx)
	if err != nil {
		return nil, err
	}
	b.ID = strings.ReplaceAll(strings.ToLower(b.Title), " ", "-")
	response := sdk.JSON(http.StatusCreated, b)
	response.Header.Set("Location", ctx.Request.Path+"/"+b.ID)
	return response, nil
}

func replace(ctx *sdk.Context, id string) (any, error) {
	if _, err := find(id); err != nil {
		return nil, err
	}
	b, err := read(ctx)
	if err != nil {
		return nil, err
	}
	b.ID = id
	return b, nil
}

// read decodes and checks the body.
func read(ctx *sdk.Context) (Book, error) {
	var b Book
	if err := ctx.Request.JSON(&b); err != nil {
		return Book{}, err // answers 400
	}
	if b.Title = strings.TrimSpace(b.Title); b.Title == "" {
		return Book{}, sdk.Error(http.StatusUnprocessableEntity, "title is missing")
	}
	if b.Year < 1450 || b.Year > 2100 {
		return Book{}, sdk.Error(http.StatusUnprocessableEntity, fmt.Sprintf("year is %d: give one from 1450 to 2100", b.Year))
	}
	return b, nil
}
