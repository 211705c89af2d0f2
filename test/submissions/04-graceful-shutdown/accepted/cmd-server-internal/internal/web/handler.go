// Package web speaks HTTP.
package web

import (
	"encoding/json"
	"io"
	"net/http"

	"example.com/team/user-service/internal/events"
	"example.com/team/user-service/internal/health"
)

func Handler(gateURL string, queue *events.Queue, monitor *health.Monitor) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, r *http.Request) {
		respond(w, http.StatusOK, "status", "ok")
	})
	mux.HandleFunc("GET /readyz", func(w http.ResponseWriter, r *http.Request) {
		if !monitor.Ready() {
			respond(w, http.StatusServiceUnavailable, "error", "not ready")
			return
		}
		respond(w, http.StatusOK, "status", "ready")
	})
	mux.HandleFunc("GET /slow", func(w http.ResponseWriter, r *http.Request) {
		req, err := http.NewRequestWithContext(r.Context(), http.MethodGet, gateURL, http.NoBody)
		if err != nil {
			respond(w, http.StatusInternalServerError, "error", err.Error())
			return
		}
		res, err := http.DefaultClient.Do(req)
		if err != nil {
			if r.Context().Err() == nil {
				respond(w, http.StatusBadGateway, "error", err.Error())
			}
			return
		}
		defer res.Body.Close()
		w.Header().Set("Content-Type", "application/json")
		io.Copy(w, res.Body)
	})
	mux.HandleFunc("POST /events", func(w http.ResponseWriter, r *http.Request) {
		var event json.RawMessage
		if err := json.NewDecoder(r.Body).Decode(&event); err != nil {
			respond(w, http.StatusBadRequest, "error", err.Error())
			return
		}
		queue.Put(event)
		w.WriteHeader(http.StatusAccepted)
	})
	return mux
}

func respond(w http.ResponseWriter, status int, key, value string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	json.NewEncoder(w).Encode(map[string]string{key: value})
}
