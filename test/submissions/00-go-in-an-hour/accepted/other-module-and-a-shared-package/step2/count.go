// Package step2: slices and maps.
package step2

import "hour/seen"

// Count returns how often each word occurs, and the words themselves: each of
// them once, in the order in which they first came. It leaves words unchanged.
func Count(words []string) (map[string]int, []string) {
	counts := make(map[string]int)
	var order []string
	for _, word := range words {
		if seen.First(counts, word) {
			order = append(order, word)
		}
		counts[word]++
	}
	return counts, order
}
