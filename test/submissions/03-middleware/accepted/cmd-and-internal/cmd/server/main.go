// Command server: the usual layout of a bigger service.
package main

import (
	"log/slog"
	"net/http"
	"os"
	"time"

	"example.com/middleware/internal/config"
	"example.com/middleware/internal/handler"
	"example.com/middleware/internal/middleware"
)

func main() {
	cfg := config.FromEnv()
	slog.SetDefault(slog.New(slog.NewJSONHandler(os.Stdout, &slog.HandlerOptions{
		ReplaceAttr: func(groups []string, a slog.Attr) slog.Attr {
			if a.Key == slog.TimeKey {
				return slog.String("timestamp", a.Value.Time().UTC().Format(time.RFC3339Nano))
			}
			return a
		},
	})))

	always := middleware.Chain(middleware.RequestID, middleware.AccessLog, middleware.Recover)
	timed := middleware.Chain(always, middleware.Timeout(cfg.HandlerTimeout))

	h := handler.New(cfg.GateURL)
	mux := http.NewServeMux()
	mux.Handle("GET /slow", timed(http.HandlerFunc(h.Slow)))
	mux.Handle("GET /panic", timed(http.HandlerFunc(h.Panic)))
	mux.Handle("GET /panic-late", timed(http.HandlerFunc(h.PanicLate)))
	mux.Handle("GET /abort", timed(http.HandlerFunc(h.Abort)))
	mux.Handle("GET /teapot", timed(http.HandlerFunc(h.Teapot)))
	mux.Handle("GET /implicit", timed(http.HandlerFunc(h.Implicit)))
	mux.Handle("GET /whoami", timed(http.HandlerFunc(h.WhoAmI)))
	mux.Handle("GET /stream", always(http.HandlerFunc(h.Stream)))
	mux.Handle("/", always(http.NotFoundHandler()))

	server := &http.Server{
		Addr:              cfg.Address,
		Handler:           mux,
		ReadHeaderTimeout: cfg.ReadHeaderTimeout,
		IdleTimeout:       cfg.IdleTimeout,
		WriteTimeout:      cfg.HandlerTimeout * 2,
	}
	if err := server.ListenAndServe(); err != nil {
		slog.Error("stopped", "error", err)
		os.Exit(1)
	}
}
