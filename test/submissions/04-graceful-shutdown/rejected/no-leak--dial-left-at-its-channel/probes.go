package main

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"sync/atomic"
	"time"
)

// dialTimeout leaves readiness time to answer within a second, also when a
// firewall drops our packets and nobody will ever tell us so.
const dialTimeout = 500 * time.Millisecond

var errDraining = errors.New("shutting down")

// healthz is the liveness probe: "should I be restarted?". A process that can
// answer at all should not. It looks at nothing else: restarting us would not
// bring a lost database back.
func healthz(w http.ResponseWriter, _ *http.Request) {
	writeJSON(w, http.StatusOK, map[string]string{"status": "alive"})
}

// readiness is the readiness probe: "should I be sent requests?".
type readiness struct {
	dbAddr   string
	draining atomic.Bool // written by the shutdown, read by every probe
}

func (rd *readiness) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if err := rd.check(r.Context()); err != nil {
		// The reason names addresses: it is for our log, not for whoever asks.
		slog.Warn("not ready", "reason", err)
		writeError(w, http.StatusServiceUnavailable, "not ready")
		return
	}
	writeJSON(w, http.StatusOK, map[string]string{"status": "ready"})
}

func (rd *readiness) check(ctx context.Context) error {
	if rd.draining.Load() {
		return errDraining
	}
	if rd.dbAddr == "" {
		return nil
	}
	done := make(chan error)
	go func() {
		conn, err := net.Dial("tcp", rd.dbAddr)
		if err == nil {
			err = conn.Close()
		}
		done <- err
	}()
	select {
	case err := <-done:
		return err
	case <-time.After(dialTimeout):
		return errors.New("database: no answer in time")
	case <-ctx.Done():
		return ctx.Err()
	}
}

// drain makes the probe say no from now on, whatever the database does.
func (rd *readiness) drain() { rd.draining.Store(true) }
