package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"time"
)

const maxEventBytes = 1 << 20

func routes(cfg settings, ready *readiness, box *outbox) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", healthz)
	mux.Handle("GET /readyz", ready)
	mux.HandleFunc("GET /slow", slow(cfg.gateURL))
	mux.HandleFunc("POST /events", postEvent(box))
	return mux
}

// slow stands for any request that takes its time: it answers once the gate
// has. When the client is gone, so is the reason to write anything.
func slow(gateURL string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		err := passGate(r, gateURL)
		switch {
		case r.Context().Err() != nil:
			return
		case err != nil:
			slog.Warn("slow", "error", err)
			writeError(w, http.StatusBadGateway, "the gate cannot be reached")
		default:
			writeJSON(w, http.StatusOK, map[string]string{"status": "done"})
		}
	}
}

// passGate waits for any answer from the gate. Without one, to let you try
// things by hand, the gate opens after five seconds.
func passGate(r *http.Request, gateURL string) error {
	if gateURL == "" {
		select {
		case <-time.After(5 * time.Second):
		case <-r.Context().Done():
		}
		return nil
	}
	ask, err := http.NewRequestWithContext(r.Context(), http.MethodGet, gateURL, nil)
	if err != nil {
		return fmt.Errorf("GATE_URL: %w", err)
	}
	res, err := http.DefaultClient.Do(ask)
	if err != nil {
		return fmt.Errorf("asking the gate: %w", err)
	}
	defer res.Body.Close()
	// Read to its end (or given up, if it is long): only then can the
	// connection carry the next request.
	_, _ = io.Copy(io.Discard, io.LimitReader(res.Body, 64<<10))
	return nil
}

// postEvent accepts any JSON document. 202 means: it will be delivered, unless
// the process is killed before (see the outbox).
func postEvent(box *outbox) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		event, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxEventBytes))
		if err != nil {
			if tooLarge := new(http.MaxBytesError); errors.As(err, &tooLarge) {
				writeError(w, http.StatusRequestEntityTooLarge, "the event is larger than 1 MiB")
				return
			}
			writeError(w, http.StatusBadRequest, "the body could not be read")
			return
		}
		if !json.Valid(event) {
			writeError(w, http.StatusBadRequest, "the body is not a JSON document")
			return
		}
		box.add(event)
		writeJSON(w, http.StatusAccepted, map[string]string{"status": "accepted"})
	}
}

// writeError answers with words for the client. What an error of Go says of
// our insides (addresses, types) belongs in the log.
func writeError(w http.ResponseWriter, status int, message string) {
	writeJSON(w, status, map[string]string{"error": message})
}

func writeJSON(w http.ResponseWriter, status int, document any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	if err := json.NewEncoder(w).Encode(document); err != nil {
		slog.Warn("answer not written", "error", err)
	}
}
