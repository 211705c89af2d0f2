// Command user-service is a small service that can be stopped at any moment
// without losing a request or an event.
package main

import (
	"context"
	"errors"
	"fmt"
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

	// Before anything is accepted, so that no signal comes too early.
	stopping, restoreSignals := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer restoreSignals()

	ready := &readiness{dbAddr: cfg.dbAddr}
	box := newOutbox(cfg.sinkURL)
	stopWorker := startWorker(box, cfg.flushInterval)

	server := &http.Server{
		Addr:              ":" + cfg.port,
		Handler:           routes(cfg, ready, box),
		ReadHeaderTimeout: 5 * time.Second,
	}
	var g group
	g.add(func() error {
		err := server.ListenAndServe()
		if errors.Is(err, http.ErrServerClosed) {
			return nil
		}
		return err
	}, func(error) error {
		ready.drain()
		time.Sleep(cfg.drainDelay)
		return errors.Join(finishRequests(server, cfg.shutdownTimeout), stopWorker(cfg.deliveryTimeout))
	})
	g.add(func() error {
		<-stopping.Done()
		restoreSignals()
		return nil
	}, func(error) error { restoreSignals(); return nil })
	return g.run()
}

type actor struct {
	execute   func() error
	interrupt func(error) error
}

type group struct{ actors []actor }

func (g *group) add(execute func() error, interrupt func(error) error) {
	g.actors = append(g.actors, actor{execute, interrupt})
}

// run starts all, and interrupts all when the first returns.
func (g *group) run() error {
	errs := make(chan error, len(g.actors))
	for _, a := range g.actors {
		go func() { errs <- a.execute() }()
	}
	all := []error{<-errs}
	for _, a := range g.actors {
		all = append(all, a.interrupt(all[0]))
	}
	for range g.actors[1:] {
		all = append(all, <-errs)
	}
	return errors.Join(all...)
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
func startWorker(box *outbox, interval time.Duration) (stop func(timeout time.Duration) error) {
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() {
		defer close(done)
		box.run(ctx, interval)
	}()

	return func(timeout time.Duration) error {
		cancel()
		limit, release := context.WithTimeout(context.Background(), timeout)
		defer release()
		select {
		case <-done:
			return box.flush(limit)
		case <-limit.Done():
			return fmt.Errorf("the worker did not stop within %s", timeout)
		}
	}
}
