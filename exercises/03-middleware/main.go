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

	cfg, err := loadSettings()
	if err != nil {
		logger.Error("the settings cannot be read", "error", err)
		os.Exit(1)
	}

	server := newServer(cfg, newHandler(cfg, logger))
	logger.Info("listening", "address", server.Addr)
	err = server.ListenAndServe() // does not return while all is well
	logger.Error("the server stopped", "error", err)
	os.Exit(1)
}

// newServer sets the server's limits.
func newServer(cfg settings, handler http.Handler) *http.Server {
	return &http.Server{
		Addr:    ":" + cfg.port,
		Handler: handler,
		// STEP 6, check "slow-clients" (stretch).
		// Without limits a client may take forever. Two of them are in cfg:
		// cfg.readHeaderTimeout and cfg.idleTimeout. Set the fields of
		// http.Server that they are named after.
	}
}

// newHandler builds the onion: each layer wraps the ones inside it.
func newHandler(cfg settings, logger *slog.Logger) http.Handler {
	handler := routes(logger, cfg.gateURL)

	// Wrap the handler as you finish the steps in middleware.go, for example
	//
	//	handler = withRequestID(handler)
	//
	// The line that comes last is the outermost layer, the first one to see a
	// request and the last one to see its answer. Draw the onion first
	// (README, "The onion"): which layer needs what another one has put there?

	// STEP 4, checks "times-out" and "order".
	// A handler slower than cfg.handlerTimeout is answered with 503, except
	// /stream, which may take as long as it likes.
	return handler
}
