package main

import (
	"context"
	"net"
	"net/http"
	"sync"
)

// tracker knows every connection and its state. It does by hand what
// http.Server.Shutdown does, but is told of changes instead of polling.
type tracker struct {
	mu      sync.Mutex
	conns   map[net.Conn]http.ConnState
	closing bool
	empty   chan struct{}
}

func newTracker() *tracker {
	return &tracker{conns: map[net.Conn]http.ConnState{}, empty: make(chan struct{})}
}

// changed is the server's ConnState hook.
func (t *tracker) changed(conn net.Conn, state http.ConnState) {
	t.mu.Lock()
	defer t.mu.Unlock()
	switch state {
	case http.StateClosed, http.StateHijacked:
		delete(t.conns, conn)
		t.announce()
	case http.StateIdle:
		t.conns[conn] = state
		if t.closing {
			conn.Close()
		}
	default:
		t.conns[conn] = state
	}
}

func (t *tracker) announce() {
	if t.closing && len(t.conns) == 0 {
		select {
		case <-t.empty:
		default:
			close(t.empty)
		}
	}
}

// drain closes what has nothing to do and waits for the rest.
func (t *tracker) drain(ctx context.Context) error {
	t.mu.Lock()
	t.closing = true
	for conn, state := range t.conns {
		if state != http.StateActive {
			conn.Close()
		}
	}
	t.announce()
	t.mu.Unlock()
	select {
	case <-t.empty:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
