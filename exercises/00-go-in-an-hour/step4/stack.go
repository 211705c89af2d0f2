// Package step4: structs and methods.
package step4

// Stack gives words back in reverse: the last one in is the first one out. Its
// zero value is an empty stack, ready to use; Go has no constructors.
type Stack struct {
	words []string // a small letter: private to this package
}

// Len is how many words it holds. (s Stack) is the receiver: this, by a name
// of your choice. Here it is a value, so the method works on a copy.
func (s Stack) Len() int {
	return len(s.words)
}

// Push puts a word on top.
func (s Stack) Push(word string) {
	s.words = append(s.words, word)
}

// Pop takes the word on top off the stack and returns it, and true; "" and
// false when the stack is empty.
//
// TODO 4: Push changes a copy. Make the receivers of Push and Pop pointers,
// (s *Stack), and write Pop. words[:n] is the first n words.
func (s Stack) Pop() (string, bool) {
	return "", false
}
