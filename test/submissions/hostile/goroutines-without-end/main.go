// It starts goroutines until it is stopped.
package main

func main() {
	for {
		go func() { select {} }()
	}
}
