// Command middleware is a small HTTP service wrapped in the layers that every
// real service needs: request ids, access logs, recovery and time-outs.
package main

import (
	"log/slog"
	"net/http"
	"os"
)

func main() {
	logger := slog.New(slog.NewJSONHandler(os.Stdout, nil))
	if err := run(logger); err != nil {
		logger.Error("the server stopped", "error", err)
		os.Exit(1)
	}
}

func run(logger *slog.Logger) error {
	cfg, err := loadSettings()
	if err != nil {
		return err
	}
	return http.ListenAndServe(":"+cfg.port, newHandler(cfg, logger))
}

// newHandler builds the onion, from the routes outwards.
func newHandler(cfg settings, logger *slog.Logger) http.Handler {
	// Recovery is the innermost layer: there the stack still has the frames of
	// the handler, which http.TimeoutHandler runs in a goroutine of its own.
	handlers := withRecovery(logger, routes(logger, cfg.gateURL))

	mux := http.NewServeMux()
	mux.Handle("/", withTimeout(cfg.handlerTimeout, handlers))
	mux.Handle("GET /stream", withoutWriteTimeout(logger, handlers))

	return withRequestID(withLogging(logger, mux))
}
