// As a Go developer would type it: JSON with tags, embedded structs, sort.Slice, errors.As.
package main

import (
	"errors"
	"fmt"
	"net/http"
	"sort"
	"time"

	"github.com/picloud/picloud/sdk"
)

type Base struct {
	ID        string    `json:"id"`
	CreatedAt time.Time `json:"created_at"`
}

type Product struct {
	Base
	Name  string   `json:"name"`
	Price float64  `json:"price"`
	Tags  []string `json:"tags,omitempty"`
	stock int
}

type OutOfStock struct {
	ID   string
	Want int
}

func (e *OutOfStock) Error() string {
	return fmt.Sprintf("only a few of %s left, want %d", e.ID, e.Want)
}

type Store struct{ products map[string]*Product }

func NewStore() *Store {
	t := time.Date(2024, time.March, 1, 9, 30, 0, 0, time.UTC)
	s := &Store{products: make(map[string]*Product)}
	for i, n := range []string{"hammer", "saw", "drill"} {
		id := fmt.Sprintf("p%d", i+1)
		s.products[id] = &Product{Base: Base{id, t.AddDate(0, i, 0)}, Name: n, Price: 10.5 * float64(i+1), stock: i}
	}
	return s
}

func (s *Store) Take(id string, n int) (*Product, error) {
	p, ok := s.products[id]
	if !ok {
		return nil, sdk.Error(http.StatusNotFound, "no product "+id)
	}
	if p.stock < n {
		return nil, fmt.Errorf("take: %w", &OutOfStock{id, n})
	}
	p.stock -= n
	return p, nil
}

func Handle(ctx *sdk.Context) (any, error) {
	s := NewStore()
	list := make([]*Product, 0, len(s.products))
	for _, p := range s.products {
		list = append(list, p)
	}
	sort.Slice(list, func(i, j int) bool { return list[i].Price > list[j].Price })
	var problems []string
	for _, id := range []string{"p1", "p3", "p9"} {
		_, err := s.Take(id, 2)
		var short *OutOfStock
		switch {
		case errors.As(err, &short):
			problems = append(problems, fmt.Sprint(short.Want, " of ", short.ID))
		case err != nil:
			problems = append(problems, err.Error())
		}
	}
	return map[string]any{"products": list, "problems": problems, "cheapest": list[len(list)-1].Name}, nil
}
