package step4

// Stack is a linked list: the words need not be in a slice.
type Stack struct {
	top  *node
	size int
}

type node struct {
	word  string
	below *node
}

func (s Stack) Len() int { return s.size }

func (s *Stack) Push(word string) {
	s.top = &node{word, s.top}
	s.size++
}

func (s *Stack) Pop() (word string, ok bool) {
	if s.top == nil {
		return
	}
	word, s.top = s.top.word, s.top.below
	s.size--
	return word, true
}
