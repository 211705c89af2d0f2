// Command user-service is a small service that you will teach to stop without
// losing a request or an event.
package main

import (
	"context"
	"log/slog"
	"net/http"
	"os"
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

	// TODO 8: this worker never ends, and what it holds when the process
	// exits is lost. Stop it, wait for it, deliver what is left, all within
	// deliveryTimeout. Do it last: a request in flight may still add an event.
	go box.run(context.Background(), cfg.flushInterval)

	// TODO 4: catch SIGTERM and SIGINT, before anything is accepted.
	// TODO 5: on the first one turn unready, then keep serving for drainDelay.
	// TODO 6: stop listening, and let the requests in flight finish for at
	// most shutdownTimeout. When that was not enough, return an error.
	// TODO 7: let a second signal end the process at once.
	slog.Info("listening", "port", cfg.port)
	return http.ListenAndServe(":"+cfg.port, routes(cfg, ready, box))
}
