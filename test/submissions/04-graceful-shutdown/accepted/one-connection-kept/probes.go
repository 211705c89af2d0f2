package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"sync"
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

	mu   sync.Mutex
	conn net.Conn // kept from one probe to the next
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
	return rd.connected(ctx)
}

// drain makes the probe say no from now on, whatever the database does.
func (rd *readiness) drain() { rd.draining.Store(true) }

// connected keeps one connection and looks whether it still lives.
func (rd *readiness) connected(ctx context.Context) error {
	rd.mu.Lock()
	defer rd.mu.Unlock()
	if rd.conn != nil {
		_ = rd.conn.SetReadDeadline(time.Now().Add(time.Millisecond))
		_, err := rd.conn.Read(make([]byte, 1))
		if err == nil || errors.Is(err, os.ErrDeadlineExceeded) {
			return nil
		}
		_ = rd.conn.Close()
		rd.conn = nil
	}
	dialer := net.Dialer{Timeout: dialTimeout}
	conn, err := dialer.DialContext(ctx, "tcp", rd.dbAddr)
	if err != nil {
		return fmt.Errorf("database: %w", err)
	}
	rd.conn = conn
	return nil
}
