// It hears SIGTERM and SIGINT, says so, and stays.
package main

import (
	"fmt"
	"net/http"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGTERM, os.Interrupt, syscall.SIGHUP, syscall.SIGQUIT)
	go func() {
		for s := range signals {
			fmt.Println("no,", s)
		}
	}()
	http.HandleFunc("GET /health", health)
	http.Serve(listen(), nil)
}
