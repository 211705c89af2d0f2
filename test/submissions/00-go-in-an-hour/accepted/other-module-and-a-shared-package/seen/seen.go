// Package seen is shared by steps.
package seen

func First(counts map[string]int, word string) bool { return counts[word] == 0 }
