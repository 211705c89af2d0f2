// Package step7: goroutines, channels and select.
package step7

// First calls all sources at the same time, and returns the first answer and
// true. When quit is closed before there is an answer, it returns "" and false.
// It does not wait for the other sources; their goroutines end when they answer.
//
// TODO 7: start a goroutine for each source that sends its answer to a channel,
// then select between that channel and quit. make(chan string, len(sources))
// has room for every answer, so that no goroutine waits for a reader that left.
func First(sources []func() string, quit <-chan struct{}) (string, bool) {
	return "", false
}
