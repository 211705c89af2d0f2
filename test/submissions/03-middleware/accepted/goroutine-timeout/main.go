// The handler runs in a goroutine that owns a buffered answer; whoever comes
// first, the answer or the clock, is sent. Lines go to stderr by log.Logger.
package main

import (
	"log"
	"net/http"
	"os"
	"time"
)

func main() {
	cfg, err := loadSettings()
	if err != nil {
		log.Fatalln(err)
	}
	app := routes(cfg.gateURL)
	limited := limit(app, cfg.handlerTimeout)
	byPath := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/stream" {
			if err := http.NewResponseController(w).SetWriteDeadline(time.Time{}); err != nil {
				log.Println(err)
			}
			app.ServeHTTP(w, r)
			return
		}
		limited.ServeHTTP(w, r)
	})

	handler := withID(access{log: log.New(os.Stderr, "", 0), next: safely(byPath)})
	server := &http.Server{
		Addr: ":" + cfg.port, Handler: handler,
		ReadHeaderTimeout: cfg.readHeaderTimeout, IdleTimeout: cfg.idleTimeout,
		WriteTimeout: cfg.handlerTimeout + 3*time.Second,
		ErrorLog:     log.New(os.Stdout, "net/http: ", log.LstdFlags),
	}
	log.Fatalln(server.ListenAndServe())
}
