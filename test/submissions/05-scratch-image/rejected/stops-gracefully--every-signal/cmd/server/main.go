// Command server is user-service: it can be stopped at any moment without
// losing a request or an event.
package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"os/signal"
	"time"

	"example.com/user-service/internal/config"
	"example.com/user-service/internal/handler"
	"example.com/user-service/internal/outbox"
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
	cfg, err := config.FromEnv()
	if err != nil {
		return err
	}

	// Before anything is accepted, so that no signal comes too early.
	stopping, restoreSignals := signal.NotifyContext(context.Background())
	defer restoreSignals()

	ready := handler.NewReadiness(cfg.DBAddr)
	box := outbox.New(cfg.SinkURL)
	stopWorker := startWorker(box, cfg.FlushInterval)

	server := &http.Server{
		Addr:              ":" + cfg.Port,
		Handler:           handler.Routes(cfg.GateURL, ready, box),
		ReadHeaderTimeout: 5 * time.Second,
	}
	// Buffered: Shutdown makes ListenAndServe return, and nobody reads that.
	failed := make(chan error, 1)
	go func() { failed <- server.ListenAndServe() }()
	slog.Info("listening", "port", cfg.Port)

	select {
	case err := <-failed:
		return err
	case <-stopping.Done():
	}
	// From here on a second signal does what signals do: it ends us at once.
	restoreSignals()

	slog.Info("draining", "delay", cfg.DrainDelay, "timeout", cfg.ShutdownTimeout)
	ready.Drain()
	time.Sleep(cfg.DrainDelay) // until everyone who sends us requests knows
	err = finishRequests(server, cfg.ShutdownTimeout)
	// Last, as a request in flight may have added an event a moment ago.
	return errors.Join(err, stopWorker(cfg.DeliveryTimeout))
}

// finishRequests stops listening and waits for the requests in flight. Those
// that are not done in time are cut off, which is an error.
func finishRequests(server *http.Server, timeout time.Duration) error {
	ctx, cancel := context.WithTimeout(context.Background(), timeout)
	defer cancel()
	if err := server.Shutdown(ctx); err != nil {
		server.Close()
		return fmt.Errorf("requests cut off after %s: %w", timeout, err)
	}
	return nil
}

// startWorker lets box deliver in the background. The returned function stops
// that, waits for the delivery under way, and delivers what is left. It takes
// no longer than timeout.
func startWorker(box *outbox.Outbox, interval time.Duration) (stop func(timeout time.Duration) error) {
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() {
		defer close(done)
		box.Run(ctx, interval)
	}()

	return func(timeout time.Duration) error {
		cancel()
		limit, release := context.WithTimeout(context.Background(), timeout)
		defer release()
		select {
		case <-done:
			return box.Flush(limit)
		case <-limit.Done():
			return fmt.Errorf("the worker did not stop within %s", timeout)
		}
	}
}
