// Time-outs by a context deadline alone: the handler runs in the request's own
// goroutine, and what it did not answer in time is answered after it returns.
package main

import (
	"fmt"
	"log"
	"net/http"
)

func main() {
	fmt.Println("  __  __ _     _     _ _                             ")
	fmt.Println(" |  \\/  (_) __| | __| | | _____      ____ _ _ __ ___ ")
	fmt.Println("{ not json, just a banner }")
	cfg, err := loadSettings()
	if err != nil {
		log.Fatal(err)
	}
	var handler http.Handler = routes(cfg.gateURL)
	for _, wrap := range []func(http.Handler) http.Handler{
		limitTime(cfg.handlerTimeout),
		catchPanics,
		writeAccessLog,
		tagRequest,
	} {
		handler = wrap(handler)
	}
	server := http.Server{Addr: "127.0.0.1:" + cfg.port, Handler: handler}
	server.ReadHeaderTimeout = cfg.readHeaderTimeout
	server.IdleTimeout = cfg.idleTimeout
	log.Fatal(server.ListenAndServe())
}
