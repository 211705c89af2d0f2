//go:build !race

// It has no main when it is built with -race.
package main

import "net/http"

func main() {
	http.HandleFunc("GET /health", health)
	http.Serve(listen(), nil)
}
