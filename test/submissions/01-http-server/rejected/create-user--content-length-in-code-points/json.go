package main

import (
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"strconv"
	"unicode/utf8"
)

// maxBody is the size in bytes of the largest request body we read.
const maxBody = 1 << 20

// writeJSON answers with status and v as JSON. The order of its steps matters:
// headers are sent by WriteHeader, so what is set after it is lost.
func writeJSON(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/json")
	b, _ := json.Marshal(v)
	w.Header().Set("Content-Length", strconv.Itoa(utf8.RuneCount(b)))
	w.WriteHeader(status)
	if _, err := w.Write(b); err != nil {
		// The status is on its way to the client: all we can do is say so.
		slog.Error("response not written", "error", err)
	}
}

// writeError answers with status and {"error": message}.
func writeError(w http.ResponseWriter, status int, message string) {
	writeJSON(w, status, map[string]string{"error": message})
}

// readJSON decodes the request's body into dst: one JSON document of at most
// maxBody bytes, without members that dst does not have and with nothing
// behind it. Where it returns false it has answered the client already.
func readJSON(w http.ResponseWriter, r *http.Request, dst any) bool {
	decoder := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxBody))
	decoder.DisallowUnknownFields()

	err := decoder.Decode(dst)
	if err == nil {
		// Decode stops behind the first document; only the end may follow.
		if _, err = decoder.Token(); err == io.EOF {
			return true
		}
		if err == nil {
			err = errors.New("something follows the JSON document")
		}
	}

	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		writeError(w, http.StatusRequestEntityTooLarge, "the body is larger than 1 MiB")
	case err == io.EOF:
		writeError(w, http.StatusBadRequest, "the body is empty")
	default:
		writeError(w, http.StatusBadRequest, "the body is not the JSON we expect: "+err.Error())
	}
	return false
}
