// Command user-service serves users over HTTP: one binary, one JSON API,
// the standard library alone.
package main

import (
	"log/slog"
	"net/http"
	"os"
	"os/signal"
	"time"
)

func main() {
	server := &http.Server{
		Addr:    ":" + port(),
		Handler: routes(newStore()),

		// The zero value of each of these means "wait forever", which lets
		// a few slow clients hold every connection the process may open.
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       15 * time.Second,
		WriteTimeout:      15 * time.Second,
		IdleTimeout:       60 * time.Second,
	}
	signals := make(chan os.Signal, 1)
	signal.Notify(signals)
	go func() {
		slog.Info("stopping", "signal", <-signals)
		os.Exit(0)
	}()
	slog.Info("listening", "addr", server.Addr)

	// ListenAndServe returns only when it can't go on, and always with an
	// error: a service that can't listen must not end as if all were well.
	if err := server.ListenAndServe(); err != nil {
		slog.Error("server stopped", "error", err)
		os.Exit(1)
	}
}

// port is $PORT, and 8080 where it is unset.
func port() string {
	if p := os.Getenv("PORT"); p != "" {
		return p
	}
	return "8080"
}
