package calls

import (
	"slices"

	driver "MODULE/internal/gocloudworkshopprobe"
	step2 "MODULE/step2"
)

var count func(words []string) (map[string]int, []string) = step2.Count

func init() {
	driver.Handle("Count", func(args driver.Args) any {
		words := args.Strings(0)
		counts, order := count(words)
		// A copy: order may share its array with words.
		result := driver.M{"counts": counts, "order": slices.Clone(order)}
		result["words"] = words
		return result
	})
}
