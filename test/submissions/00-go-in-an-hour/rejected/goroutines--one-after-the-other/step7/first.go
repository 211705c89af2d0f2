// Package step7: goroutines, channels and select.
package step7

// First calls all sources at the same time, and returns the first answer and
// true. When quit is closed before there is an answer, it returns "" and false.
// It does not wait for the other sources; their goroutines end when they answer.
func First(sources []func() string, quit <-chan struct{}) (string, bool) {
	answers := make(chan string, len(sources))
	for _, source := range sources {
		answers <- source()
	}
	select {
	case answer := <-answers:
		return answer, true
	case <-quit:
		return "", false
	}
}
