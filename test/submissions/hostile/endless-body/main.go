// Its answers never end.
package main

import (
	"bytes"
	"net/http"
)

func main() {
	block := bytes.Repeat([]byte(" "), 1<<20)
	http.Serve(listen(), http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		for {
			if _, err := w.Write(block); err != nil {
				return
			}
		}
	}))
}
