// A recursive JSON tree with custom decoding, walked with an iterator.
package main

import (
	"encoding/json"
	"fmt"
	"iter"
	"strconv"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type Node struct {
	Name     string  `json:"name"`
	Size     Bytes   `json:"size"`
	Children []*Node `json:"children,omitempty"`
}

type Bytes int64

func (b *Bytes) UnmarshalJSON(data []byte) error {
	var s string
	if err := json.Unmarshal(data, &s); err != nil {
		return fmt.Errorf("size: %w", err)
	}
	n, unit := s[:len(s)-1], s[len(s)-1]
	v, err := strconv.ParseInt(n, 10, 64)
	if err != nil {
		return fmt.Errorf("size %q: %w", s, err)
	}
	switch unit {
	case 'K':
		v <<= 10
	case 'M':
		v <<= 20
	default:
		return fmt.Errorf("size %q: unknown unit %c", s, unit)
	}
	*b = Bytes(v)
	return nil
}

func (n *Node) All() iter.Seq2[int, *Node] {
	var walk func(n *Node, depth int, yield func(int, *Node) bool) bool
	walk = func(n *Node, depth int, yield func(int, *Node) bool) bool {
		if !yield(depth, n) {
			return false
		}
		for _, c := range n.Children {
			if !walk(c, depth+1, yield) {
				return false
			}
		}
		return true
	}
	return func(yield func(int, *Node) bool) { walk(n, 0, yield) }
}

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	var root Node
	err := json.Unmarshal([]byte(`{"name":"/","size":"4K","children":[{"name":"a","size":"1M"},{"name":"b","size":"2K","children":[{"name":"c","size":"3K"}]}]}`), &root)
	out = append(out, fmt.Sprintln(err))
	var total Bytes
	for depth, n := range root.All() {
		if n.Name == "c" {
			continue
		}
		total += n.Size
		out = append(out, fmt.Sprintln(strings.Repeat("  ", depth)+n.Name, n.Size))
	}
	out = append(out, fmt.Sprintln(total))
	out = append(out, fmt.Sprintln(json.Unmarshal([]byte(`{"size":"9Q"}`), &root)))
	out = append(out, fmt.Sprintln(json.Unmarshal([]byte(`{"size":5}`), &root)))
	return strings.Join(out, ""), nil
}
