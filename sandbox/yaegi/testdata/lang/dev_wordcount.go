// Counting and ranking words with bufio, maps and slices.
package main

import (
	"bufio"
	"cmp"
	"slices"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type entry struct {
	Word  string `json:"word"`
	Count int    `json:"count"`
}

func top(text string, n int) []entry {
	counts := map[string]int{}
	sc := bufio.NewScanner(strings.NewReader(text))
	sc.Split(bufio.ScanWords)
	for sc.Scan() {
		w := strings.ToLower(strings.Trim(sc.Text(), ".,!?"))
		if w != "" {
			counts[w]++
		}
	}
	list := make([]entry, 0, len(counts))
	for w, c := range counts {
		list = append(list, entry{w, c})
	}
	slices.SortFunc(list, func(a, b entry) int {
		return cmp.Or(-cmp.Compare(a.Count, b.Count), strings.Compare(a.Word, b.Word))
	})
	return list[:min(n, len(list))]
}

func Handle(ctx *sdk.Context) (any, error) {
	return top("The cat. The dog! The end, a cat?", 3), nil
}
