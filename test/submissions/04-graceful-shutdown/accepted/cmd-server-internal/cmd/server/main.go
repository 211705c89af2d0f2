// Command server wires the packages and runs them as a group.
package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"

	"example.com/team/user-service/internal/config"
	"example.com/team/user-service/internal/events"
	"example.com/team/user-service/internal/group"
	"example.com/team/user-service/internal/health"
	"example.com/team/user-service/internal/web"
)

func main() {
	log := slog.New(slog.NewJSONHandler(os.Stdout, nil))
	cfg, err := config.FromEnv(os.Getenv)
	if err != nil {
		log.Error("configuration", "error", err)
		os.Exit(2)
	}
	if err := run(log, cfg); err != nil {
		log.Error("service", "error", err)
		os.Exit(1)
	}
}

func run(log *slog.Logger, cfg config.Config) error {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	// The second signal is not caught any more as soon as the first one came.
	context.AfterFunc(ctx, stop)

	listener, err := net.Listen("tcp", ":"+cfg.Port)
	if err != nil {
		return err
	}
	queue := events.NewQueue(cfg.SinkURL)
	monitor := health.NewMonitor(cfg.DBAddr)
	server := &http.Server{
		Handler:           web.Handler(cfg.GateURL, queue, monitor),
		ReadHeaderTimeout: 5 * time.Second,
		ErrorLog:          slog.NewLogLogger(log.Handler(), slog.LevelWarn),
	}

	// Background work outlives the signal: it is stopped by hand, in order.
	background, stopBackground := context.WithCancel(context.WithoutCancel(ctx))
	defer stopBackground()
	workers := group.New()
	workers.Go(func() error { return monitor.Run(background) })
	workers.Go(func() error { return queue.Run(background, cfg.FlushInterval) })

	serving, failed := context.WithCancelCause(ctx)
	servers := group.New()
	servers.Go(func() error {
		err := server.Serve(listener)
		if errors.Is(err, http.ErrServerClosed) {
			return nil
		}
		failed(err)
		return err
	})
	servers.Go(func() error {
		<-serving.Done()
		monitor.Drain()
		if ctx.Err() != nil {
			log.Info("draining", "for", cfg.DrainDelay.String())
			<-time.After(cfg.DrainDelay)
		}
		limit, cancel := context.WithTimeout(context.WithoutCancel(ctx), cfg.ShutdownTimeout)
		defer cancel()
		return server.Shutdown(limit)
	})
	serveErr := servers.Wait()

	stopBackground()
	if err := workers.WaitFor(cfg.DeliveryTimeout); err != nil {
		return errors.Join(serveErr, fmt.Errorf("workers: %w", err))
	}
	return serveErr
}
