package main

import (
	"encoding/json"
	"log/slog"
	"net/http"
)

// maxBody is the size in bytes of the largest request body we read.
const maxBody = 1 << 20

// writeJSON answers with status and v as JSON. The order of its steps matters:
// headers are sent by WriteHeader, so what is set after it is lost.
func writeJSON(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	if err := json.NewEncoder(w).Encode(v); err != nil {
		// The status is on its way to the client: all we can do is say so.
		slog.Error("response not written", "error", err)
	}
}

// writeError answers with status and {"error": message}.
func writeError(w http.ResponseWriter, status int, message string) {
	writeJSON(w, status, map[string]string{"error": message})
}

// readJSON decodes the request's body into dst.
func readJSON(w http.ResponseWriter, r *http.Request, dst any) bool {
	decoder := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxBody))
	decoder.DisallowUnknownFields()
	decoder.Decode(dst)
	return true
}
