// Package step4: structs and methods.
package step4

// Stack gives words back in reverse: the last one in is the first one out. Its
// zero value is an empty stack, ready to use; Go has no constructors.
type Stack struct {
	words []string // a small letter: private to this package
}

// Len is how many words it holds. Where one method has a pointer receiver, all
// of them should.
func (s *Stack) Len() int {
	return len(s.words)
}

// Push puts a word on top.
func (s *Stack) Push(word string) {
	s.words = append(s.words, word)
}

// Pop takes the word on top off the stack and returns it, and true; "" and
// false when the stack is empty.
func (s *Stack) Pop() (string, bool) {
	if len(s.words) == 0 {
		return "", false
	}
	word := s.words[0]
	s.words = s.words[1:]
	return word, true
}
