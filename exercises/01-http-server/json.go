package main

import (
	"encoding/json"
	"log/slog"
	"net/http"
)

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

// STEP 5, checks "validates" and "strict-input": read a request's body here.
//
//	var input struct {
//		Name  string `json:"name"`
//		Email string `json:"email"`
//	}
//	err := json.NewDecoder(r.Body).Decode(&input)
//
// is the beginning (fields without a capital letter stay empty); then limit the
// body, refuse unknown fields, and make sure nothing follows the document.
