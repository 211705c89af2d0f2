// Package step2: slices and maps.
package step2

// Count returns how often each word occurs, and the words themselves: each of
// them once, in the order in which they first came. It leaves words unchanged.
func Count(words []string) (map[string]int, []string) {
	counts := map[string]int{}
	order := make([]string, 0)
	for i := 0; i < len(words); i++ {
		_, seen := counts[words[i]]
		if !seen {
			counts[words[i]] = 1
			order = append(order, words[i])
		} else {
			counts[words[i]] = counts[words[i]] + 1
		}
	}
	return counts, order
}
