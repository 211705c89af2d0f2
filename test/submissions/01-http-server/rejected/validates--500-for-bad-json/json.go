package main

import (
	"encoding/json"
	"errors"
	"io"
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

// readJSON decodes the request's body into a T: one JSON document of at most
// maxBody bytes, without members that T does not have and with nothing behind
// it. It is generic so that the caller gets a value of the type it asks for.
func readJSON[T any](w http.ResponseWriter, r *http.Request) (T, error) {
	decoder := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxBody))
	decoder.DisallowUnknownFields()

	var v T
	if err := decoder.Decode(&v); err != nil {
		return v, err
	}
	// Decode stops behind the first document; only the end may follow.
	switch _, err := decoder.Token(); {
	case err == io.EOF:
		return v, nil
	case err != nil:
		return v, err
	default:
		return v, errors.New("something follows the JSON document")
	}
}

// writeBodyError answers for an error of readJSON. The error itself goes into
// the log: it names our Go types, which are none of the client's business.
func writeBodyError(w http.ResponseWriter, err error) {
	slog.Info("body refused", "error", err)
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		writeError(w, http.StatusRequestEntityTooLarge, "the body is larger than 1 MiB")
	case err == io.EOF:
		writeError(w, http.StatusBadRequest, "the body is empty")
	default:
		writeError(w, http.StatusInternalServerError, "the body must be one JSON object with the strings name and email, and nothing else")
	}
}
