package main

import (
	"context"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"os"
	"time"
)

func handler(in chan<- json.RawMessage, unready <-chan struct{}) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(http.StatusOK) })
	mux.HandleFunc("GET /readyz", func(w http.ResponseWriter, r *http.Request) {
		w.WriteHeader(readiness(r.Context(), unready))
	})
	mux.HandleFunc("GET /slow", func(w http.ResponseWriter, r *http.Request) {
		ask, err := http.NewRequestWithContext(r.Context(), "GET", os.Getenv("GATE_URL"), nil)
		if err != nil {
			w.WriteHeader(500)
			return
		}
		if res, err := http.DefaultClient.Do(ask); err == nil {
			res.Body.Close()
			w.WriteHeader(200)
		}
	})
	mux.HandleFunc("POST /events", func(w http.ResponseWriter, r *http.Request) {
		document, err := io.ReadAll(r.Body)
		if err != nil || !json.Valid(document) {
			w.WriteHeader(400)
			io.WriteString(w, `{"error":"bad JSON"}`)
			return
		}
		in <- document
		w.WriteHeader(202)
	})
	return mux
}

// readiness races the dial against the clock and the signal.
func readiness(ctx context.Context, unready <-chan struct{}) int {
	select {
	case <-unready:
		return 503
	default:
	}
	addr := os.Getenv("DB_ADDR")
	if addr == "" {
		return 200
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	there := make(chan error, 1)
	go func() {
		conn, err := (&net.Dialer{}).DialContext(ctx, "tcp", addr)
		if err == nil {
			conn.Close()
		}
		there <- err
	}()
	select {
	case err := <-there:
		if err == nil {
			return 200
		}
	case <-time.After(900 * time.Millisecond):
	case <-unready:
	}
	return 503
}
