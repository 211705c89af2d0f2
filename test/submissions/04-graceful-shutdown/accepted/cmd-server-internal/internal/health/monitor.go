// Package health knows whether we are ready, from a prober in the background.
package health

import (
	"context"
	"net"
	"sync"
	"time"
)

type Monitor struct {
	addr string

	mu       sync.RWMutex
	err      error
	known    bool
	draining bool
}

func NewMonitor(addr string) *Monitor { return &Monitor{addr: addr} }

// Run looks twice a second.
func (m *Monitor) Run(ctx context.Context) error {
	for {
		err := m.look(ctx)
		m.mu.Lock()
		m.err, m.known = err, true
		m.mu.Unlock()
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(400 * time.Millisecond):
		}
	}
}

func (m *Monitor) look(ctx context.Context) error {
	if m.addr == "" {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, 500*time.Millisecond)
	defer cancel()
	conn, err := new(net.Dialer).DialContext(ctx, "tcp", m.addr)
	if err == nil {
		conn.Close()
	}
	return err
}

func (m *Monitor) Drain() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.draining = true
}

func (m *Monitor) Ready() bool {
	m.mu.RLock()
	defer m.mu.RUnlock()
	return m.known && m.err == nil && !m.draining
}
