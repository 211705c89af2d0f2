// The dashboard service answers one question by asking two other services
// at once: who is this user, and what did they order?
package main

import (
	"encoding/json"
	"fmt"
	"log"
	"net/http"
	"os"
	"strconv"
	"time"
)

func main() {
	if err := run(); err != nil {
		log.Fatal(err)
	}
}

func run() error {
	timeout, err := time.ParseDuration(envOr("UPSTREAM_TIMEOUT", "1s"))
	if err != nil {
		return fmt.Errorf("UPSTREAM_TIMEOUT: %w", err)
	}

	dashboards := &dashboardHandler{
		client:  newClient(),
		timeout: timeout,
		upstreams: []upstream{
			{name: "profile", baseURL: os.Getenv("PROFILE_URL") + "/profiles/"},
			{name: "orders", baseURL: os.Getenv("ORDERS_URL") + "/orders/"},
		},
	}

	mux := http.NewServeMux()
	mux.HandleFunc("GET /health", health)
	mux.Handle("GET /api/dashboard/{id}", dashboards)

	server := &http.Server{
		Addr:              ":" + envOr("PORT", "8080"),
		Handler:           mux,
		ReadHeaderTimeout: 5 * time.Second,
	}
	log.Printf("listening on %s", server.Addr)
	return server.ListenAndServe()
}

func envOr(name, fallback string) string {
	if value := os.Getenv(name); value != "" {
		return value
	}
	return fallback
}

func health(w http.ResponseWriter, _ *http.Request) {
	writeJSON(w, http.StatusOK, map[string]string{"status": "ok"})
}

// parseID accepts the ids that the services give out: positive integers.
func parseID(text string) (int64, error) {
	id, err := strconv.ParseInt(text, 10, 64)
	if err != nil || id < 1 {
		return 0, fmt.Errorf("id %q is not a positive integer", text)
	}
	return id, nil
}

func writeJSON(w http.ResponseWriter, status int, value any) {
	body, err := json.Marshal(value)
	if err != nil {
		log.Printf("encoding the answer: %v", err)
		http.Error(w, `{"error":"internal error"}`, http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	w.Write(body)
}
