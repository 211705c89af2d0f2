// It serves, and prints ten megabytes before every answer.
package main

import (
	"bytes"
	"net/http"
	"os"
	"time"
)

func main() {
	block := bytes.Repeat([]byte("0123456789 flood\n"), 1<<16)
	http.HandleFunc("GET /health", func(w http.ResponseWriter, r *http.Request) {
		for i := 0; i < 10; i++ {
			os.Stdout.Write(block)
		}
		health(w, r)
	})
	server := &http.Server{ReadHeaderTimeout: 5 * time.Second}
	server.Serve(listen())
}
