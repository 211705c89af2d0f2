// Command user-service is a small service that can be stopped at any moment
// without losing a request or an event.
package main

import (
	"context"
	"log"
	"log/slog"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"
)

func main() {
	if err := run(); err != nil {
		slog.Error("stopped", "error", err)
		os.Exit(1)
	}
}

// run serves until a signal arrives or the server fails. It returns nil when
// nothing was lost; the exit code is left to main alone.
func run() error {
	cfg, err := settingsFromEnv()
	if err != nil {
		return err
	}

	ready := &readiness{dbAddr: cfg.dbAddr}
	box := newOutbox(cfg.sinkURL)
	go box.run(context.Background(), cfg.flushInterval)

	server := &http.Server{
		Addr:              ":" + cfg.port,
		Handler:           routes(cfg, ready, box),
		ReadHeaderTimeout: 5 * time.Second,
	}
	go func() {
		if err := server.ListenAndServe(); err != nil && err != http.ErrServerClosed {
			log.Fatalf("listen: %v", err)
		}
	}()
	slog.Info("listening", "port", cfg.port)

	quit := make(chan os.Signal, 1)
	signal.Notify(quit, syscall.SIGINT, syscall.SIGTERM)
	<-quit

	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	if err := server.Shutdown(ctx); err != nil {
		log.Fatalf("shutdown: %v", err)
	}
	return nil
}
