// Command notes greets as its upstream does, and is ready while its cache and
// its queue accept connections.
package main

import (
	"log"
	"net"
	"net/http"
	"os"
	"time"
)

func main() {
	http.HandleFunc("GET /live", func(http.ResponseWriter, *http.Request) {})
	http.HandleFunc("GET /ready", func(w http.ResponseWriter, _ *http.Request) {
		if !accepts("cache:6379") || !accepts("queue:80") {
			w.WriteHeader(http.StatusServiceUnavailable)
		}
	})
	http.HandleFunc("GET /greeting", func(w http.ResponseWriter, _ *http.Request) {
		resp, err := http.Get(os.Getenv("GREETER_URL"))
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadGateway)
			return
		}
		defer resp.Body.Close()
		w.WriteHeader(resp.StatusCode)
	})
	log.Fatal(http.ListenAndServe(":9000", nil))
}

func accepts(addr string) bool {
	conn, err := net.DialTimeout("tcp", addr, time.Second)
	if err != nil {
		return false
	}
	conn.Close()
	return true
}
