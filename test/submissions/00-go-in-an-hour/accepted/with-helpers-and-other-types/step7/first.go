package step7

// First lets a goroutine that comes too late leave by way of done, without room in the channel.
func First(sources []func() string, quit <-chan struct{}) (string, bool) {
	answers, done := make(chan string), make(chan struct{})
	defer close(done)
	for i := range sources {
		go ask(sources[i], answers, done)
	}
	select {
	case <-quit:
		return "", false
	case first := <-answers:
		return first, true
	}
}

func ask(source func() string, answers chan<- string, done <-chan struct{}) {
	answer := source()
	select {
	case answers <- answer:
	case <-done:
	}
}
