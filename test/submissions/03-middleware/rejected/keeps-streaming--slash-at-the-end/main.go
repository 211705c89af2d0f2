// Command middleware is a small HTTP service wrapped in the layers that every
// real service needs: request ids, access logs, recovery and time-outs.
package main

import (
	"log/slog"
	"net"
	"net/http"
	"os"
	"time"
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
	server := newServer(cfg, newHandler(cfg, logger), logger)
	listener, err := net.Listen("tcp", server.Addr)
	if err != nil {
		return err
	}
	logger.Info("listening", "address", listener.Addr().String())
	return server.Serve(listener)
}

// newServer sets the limits that http.ListenAndServe leaves at "forever".
func newServer(cfg settings, handler http.Handler, logger *slog.Logger) *http.Server {
	return &http.Server{
		Addr:              ":" + cfg.port,
		Handler:           handler,
		ReadHeaderTimeout: cfg.readHeaderTimeout,
		IdleTimeout:       cfg.idleTimeout,
		// Counted from the end of the request's headers, so it must leave room
		// for the handler and for sending the 503 of a handler that was too slow.
		WriteTimeout: cfg.handlerTimeout + 5*time.Second,
		ErrorLog:     slog.NewLogLogger(logger.Handler(), slog.LevelWarn),
	}
}

// newHandler builds the onion, from the routes outwards.
func newHandler(cfg settings, logger *slog.Logger) http.Handler {
	// Recovery is the innermost layer: there the stack still has the frames of
	// the handler, which http.TimeoutHandler runs in a goroutine of its own.
	handlers := withRecovery(logger, routes(logger, cfg.gateURL))

	mux := http.NewServeMux()
	mux.Handle("/", withTimeout(cfg.handlerTimeout, handlers))
	mux.Handle("GET /stream/", withoutWriteTimeout(logger, handlers))

	return withRequestID(withLogging(logger, mux))
}
