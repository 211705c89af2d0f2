package step2

// Count keeps the places in a second map.
func Count(words []string) (map[string]int, []string) {
	counts, seen := make(map[string]int, len(words)), make(map[string]struct{})
	for _, word := range words {
		counts[word]++
	}
	order := make([]string, 0, len(counts))
	for _, word := range words {
		if _, was := seen[word]; !was {
			seen[word] = struct{}{}
			order = append(order, word)
		}
	}
	return counts, order
}
