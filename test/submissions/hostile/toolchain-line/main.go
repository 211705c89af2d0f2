// Its go.mod names a toolchain that is not here, but asks for no newer Go.
package main

import "net/http"

func main() {
	http.HandleFunc("GET /health", health)
	http.Serve(listen(), nil)
}
