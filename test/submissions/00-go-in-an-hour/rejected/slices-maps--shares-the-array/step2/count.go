// Package step2: slices and maps.
package step2

// Count returns how often each word occurs, and the words themselves: each of
// them once, in the order in which they first came. It leaves words unchanged.
func Count(words []string) (map[string]int, []string) {
	counts := make(map[string]int)
	order := words[:0]
	for _, word := range words {
		if counts[word] == 0 {
			order = append(order, word)
		}
		counts[word]++
	}
	return counts, order
}
