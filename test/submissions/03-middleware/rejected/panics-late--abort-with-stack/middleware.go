package main

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"log/slog"
	"net/http"
	"runtime/debug"
	"time"
)

// requestIDKey is a type of its own, so that no other package's context value
// can collide with it.
type requestIDKey struct{}

// requestID returns the id of the request that ctx belongs to, or "".
func requestID(ctx context.Context) string {
	id, _ := ctx.Value(requestIDKey{}).(string)
	return id
}

// withRequestID gives every request an id: the caller's where it is harmless,
// a fresh one otherwise. The id is in the response and in the context.
func withRequestID(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		id := r.Header.Get("X-Request-ID")
		if !validRequestID(id) {
			id = newRequestID()
		}
		w.Header().Set("X-Request-ID", id)
		next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), requestIDKey{}, id)))
	})
}

// validRequestID reports whether a stranger's id may enter our logs: 1 to 128
// visible ASCII characters. It looks at bytes, since headers need not be UTF-8.
func validRequestID(id string) bool {
	if id == "" || len(id) > 128 {
		return false
	}
	for i := 0; i < len(id); i++ {
		if id[i] < 0x21 || id[i] > 0x7E {
			return false
		}
	}
	return true
}

func newRequestID() string {
	var id [16]byte
	if _, err := rand.Read(id[:]); err != nil {
		panic(err) // the system has no randomness: nothing sensible is left to do
	}
	return hex.EncodeToString(id[:])
}

// withLogging writes one line for every request, also when the request is
// aborted by a panic.
func withLogging(logger *slog.Logger, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		start := time.Now()
		recorder := &statusRecorder{ResponseWriter: w}
		implied := http.StatusInternalServerError // nothing written, then a panic
		defer func() {
			status := recorder.status
			if status == 0 {
				status = implied
			}
			logger.InfoContext(r.Context(), "request",
				"method", r.Method,
				"path", r.URL.Path,
				"status", status,
				"duration_ms", float64(time.Since(start).Microseconds())/1000,
				"request_id", requestID(r.Context()))
		}()
		next.ServeHTTP(recorder, r)
		implied = http.StatusOK // nothing written: net/http sends 200
	})
}

// withRecovery turns a panic into an answer and a log entry with the stack.
func withRecovery(logger *slog.Logger, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		recorder := &statusRecorder{ResponseWriter: w}
		defer func() {
			cause := recover()
			if cause == nil {
				return
			}
			logger.ErrorContext(r.Context(), "panic",
				"cause", cause,
				"request_id", requestID(r.Context()),
				"stack", string(debug.Stack()))
			if recorder.status != 0 || cause == http.ErrAbortHandler {
				// Half an answer is out. Cutting it is the only way left to tell
				// the client; a second answer would end up inside the first.
				panic(http.ErrAbortHandler)
			}
			writeJSON(w, http.StatusInternalServerError, map[string]string{"error": "internal error"})
		}()
		next.ServeHTTP(recorder, r)
	})
}

// withTimeout answers 503 in the place of a handler that takes longer than
// limit. The handler learns of it from its context.
func withTimeout(limit time.Duration, next http.Handler) http.Handler {
	limited := http.TimeoutHandler(next, limit, `{"error":"the handler took too long"}`)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		limited.ServeHTTP(timeoutTyper{w}, r)
	})
}

// timeoutTyper names the type of http.TimeoutHandler's 503, which comes
// without one, so that net/http would guess text/plain from the first bytes.
type timeoutTyper struct{ http.ResponseWriter }

func (t timeoutTyper) WriteHeader(status int) {
	if status == http.StatusServiceUnavailable && t.Header().Get("Content-Type") == "" {
		t.Header().Set("Content-Type", "application/json")
	}
	t.ResponseWriter.WriteHeader(status)
}

func (t timeoutTyper) Unwrap() http.ResponseWriter { return t.ResponseWriter }

// withoutWriteTimeout lifts the server's WriteTimeout for one response.
func withoutWriteTimeout(logger *slog.Logger, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if err := http.NewResponseController(w).SetWriteDeadline(time.Time{}); err != nil {
			warn(r.Context(), logger, "lifting the write time-out", err)
		}
		next.ServeHTTP(w, r)
	})
}

// statusRecorder remembers the status that went through it.
type statusRecorder struct {
	http.ResponseWriter
	status int // 0 while no final status has been sent
}

func (s *statusRecorder) WriteHeader(status int) {
	// The first final status counts; 1xx ones announce it and may be many.
	if s.status == 0 && status >= http.StatusOK {
		s.status = status
	}
	s.ResponseWriter.WriteHeader(status)
}

// Write sends 200 where the handler has not said anything else.
func (s *statusRecorder) Write(body []byte) (int, error) {
	if s.status == 0 {
		s.status = http.StatusOK
	}
	return s.ResponseWriter.Write(body)
}

// Unwrap lets http.ResponseController reach what the wrapped writer can do
// beyond http.ResponseWriter: Flush, write deadlines, Hijack.
func (s *statusRecorder) Unwrap() http.ResponseWriter {
	return s.ResponseWriter
}
