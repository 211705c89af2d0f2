package calls

import (
	driver "MODULE/internal/gocloudworkshopprobe"
	step4 "MODULE/step4"
)

type stack interface {
	Len() int
	Push(word string)
	Pop() (string, bool)
}

var _ stack = (*step4.Stack)(nil)

func init() {
	driver.Handle("Stack", func(args driver.Args) any {
		var first, second step4.Stack
		stacks := []stack{&first, &second}
		return play(stacks, args.Strings(0))
	})
}

// play: "0 push tea", "1 pop", "0 len".
func play(stacks []stack, moves []string) []driver.M {
	seen := []driver.M{}
	for _, move := range moves {
		one := stacks[move[0]-'0']
		switch what := move[2:]; what {
		case "len":
			seen = append(seen, driver.M{"len": one.Len()})
		case "pop":
			word, ok := one.Pop()
			seen = append(seen, driver.M{"word": word, "ok": ok})
		default:
			one.Push(what[len("push "):])
			seen = append(seen, driver.M{})
		}
	}
	return seen
}
