package main

import (
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
)

// routes are the handlers that the middleware wraps. They misbehave on
// purpose: each one is a case that the layers around it must get right.
func routes(logger *slog.Logger, gateURL string) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /slow", slow(logger, gateURL))
	mux.HandleFunc("GET /stream", stream(logger, gateURL))
	mux.HandleFunc("GET /panic", panicEarly)
	mux.HandleFunc("GET /panic-late", panicLate)
	mux.HandleFunc("GET /abort", abort)
	mux.HandleFunc("GET /teapot", teapot)
	mux.HandleFunc("GET /implicit", implicit)
	mux.HandleFunc("GET /whoami", whoami)
	return mux
}

// slow answers once the gate has opened.
func slow(logger *slog.Logger, gateURL string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		err := waitAtGate(r.Context(), gateURL)
		switch {
		case r.Context().Err() != nil:
			return // cancelled or too late: nobody waits for what we would write
		case err != nil:
			warn(r.Context(), logger, "slow: asking the gate", err)
			writeJSON(w, http.StatusBadGateway, map[string]string{"error": "the gate cannot be reached"})
		default:
			writeJSON(w, http.StatusOK, map[string]string{"status": "done"})
		}
	}
}

// stream sends three chunks and waits at the gate between them.
func stream(logger *slog.Logger, gateURL string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		controller := http.NewResponseController(w)
		for i, chunk := range []string{"chunk 1\n", "chunk 2\n", "chunk 3\n"} {
			if i > 0 {
				if err := waitAtGate(r.Context(), gateURL); err != nil {
					warn(r.Context(), logger, "stream: waiting at the gate", err)
					return
				}
			}
			if _, err := io.WriteString(w, chunk); err != nil {
				warn(r.Context(), logger, "stream: writing", err)
				return
			}
			if err := controller.Flush(); err != nil {
				warn(r.Context(), logger, "stream: flushing", err)
			}
		}
	}
}

// panicEarly panics before anything is written.
func panicEarly(http.ResponseWriter, *http.Request) {
	panic("a bug in the handler of /panic")
}

// panicLate panics when half of the answer is on its way.
func panicLate(w http.ResponseWriter, _ *http.Request) {
	w.WriteHeader(http.StatusOK)
	_, _ = io.WriteString(w, "the first half of an answer\n")
	_ = http.NewResponseController(w).Flush()
	panic("a bug in the handler of /panic-late")
}

// abort asks net/http to cut the connection: that is what this value is for.
func abort(http.ResponseWriter, *http.Request) {
	panic(http.ErrAbortHandler)
}

func teapot(w http.ResponseWriter, _ *http.Request) {
	writeJSON(w, http.StatusTeapot, map[string]string{"error": "I am a teapot"})
}

// implicit never calls WriteHeader: net/http sends 200 with the first byte.
func implicit(w http.ResponseWriter, _ *http.Request) {
	_, _ = io.WriteString(w, "nobody called WriteHeader\n")
}

func whoami(w http.ResponseWriter, r *http.Request) {
	writeJSON(w, http.StatusOK, map[string]string{"request_id": requestID(r.Context())})
}

// waitAtGate returns nil as soon as the gate has answered, whatever it says.
// The context alone limits how long that may take. The gate learns the id of
// the request, so that its log lines can be found beside ours.
func waitAtGate(ctx context.Context, gateURL string) error {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, gateURL, nil)
	if err != nil {
		return err
	}
	if id := requestID(ctx); id != "" {
		request.Header.Set("X-Request-ID", id)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	// Read to its end (or given up, if it is long): only then can the
	// connection carry the next request.
	_, _ = io.Copy(io.Discard, io.LimitReader(response.Body, 64<<10))
	return nil
}

// warn logs what went wrong in the middle of a request, with the request's id.
func warn(ctx context.Context, logger *slog.Logger, what string, err error) {
	logger.WarnContext(ctx, what, "error", err, "request_id", requestID(ctx))
}

func writeJSON(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body) // it fails when the client has left
}
