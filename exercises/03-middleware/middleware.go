package main

import (
	"context"
	"log/slog"
	"net/http"
)

// requestIDKey is a type of its own, so that no other package's context value
// can collide with it.
type requestIDKey struct{}

// requestID returns the id of the request that ctx belongs to, or "".
func requestID(ctx context.Context) string {
	id, _ := ctx.Value(requestIDKey{}).(string)
	return id
}

// withRequestID gives every request an id: the caller's if it is harmless,
// a fresh one otherwise.
func withRequestID(next http.Handler) http.Handler {
	// STEP 1, check "request-id".
	// Read the header X-Request-ID, or make an id (crypto/rand). Set it on the
	// response, put it into the context where requestID finds it:
	//
	//	ctx := context.WithValue(r.Context(), requestIDKey{}, id)
	//
	// and call next with r.WithContext(ctx).
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		next.ServeHTTP(w, r)
	})
}

// withLogging writes one JSON line for every request.
func withLogging(logger *slog.Logger, next http.Handler) http.Handler {
	// STEP 2, check "logs-requests".
	// Take the time, call next with a statusRecorder in place of w, and
	// log method, path, status, duration_ms and request_id afterwards.
	return next
}

// withRecovery turns a panic into an answer and a log entry with the stack.
func withRecovery(logger *slog.Logger, next http.Handler) http.Handler {
	// STEP 3, checks "recovers" and "panics-late".
	// defer a function that calls recover(). Think before you answer: may the
	// handler have begun an answer of its own?
	return next
}

// statusRecorder remembers the status that went through it. It embeds the
// ResponseWriter it wraps, so the methods that it does not define are that
// one's methods.
//
// STEP 2 needs WriteHeader and Write here; STEP 5, check "keeps-streaming",
// needs what http.ResponseController looks for.
type statusRecorder struct {
	http.ResponseWriter
	status int // 0 while no status has been sent
}
