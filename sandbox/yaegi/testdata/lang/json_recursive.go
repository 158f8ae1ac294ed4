// Recursive types and pointers to slices.
package main

import (
	"encoding/json"
	"fmt"

	"github.com/picloud/picloud/sdk"
)

type Node struct {
	Name     string  `json:"name"`
	Children []*Node `json:"children,omitempty"`
	Parent   *Node   `json:"-"`
}

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	root := &Node{Name: "root"}
	for _, n := range []string{"a", "b"} {
		c := &Node{Name: n, Parent: root}
		root.Children = append(root.Children, c)
	}
	root.Children[0].Children = []*Node{{Name: "a1"}}
	b, err := json.Marshal(root)
	out = append(out, fmt.Sprintln(string(b), err))
	var back Node
	out = append(out, fmt.Sprintln(json.Unmarshal(b, &back), back.Children[0].Children[0].Name, len(back.Children)))
	return root, nil
}
