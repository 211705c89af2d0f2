// Its header is quick, its body comes one byte a second, for ever.
package main

import (
	"net/http"
	"time"
)

func main() {
	http.Serve(listen(), http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		for {
			if _, err := w.Write([]byte(" ")); err != nil {
				return
			}
			http.NewResponseController(w).Flush()
			time.Sleep(time.Second)
		}
	}))
}
