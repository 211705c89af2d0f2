// Package middleware wraps handlers.
package middleware

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"log/slog"
	"net/http"
	"runtime/debug"
	"time"
)

// Middleware wraps a handler.
type Middleware = func(http.Handler) http.Handler

// Chain makes one middleware of many; the first is the outermost.
func Chain(all ...Middleware) Middleware {
	return func(h http.Handler) http.Handler {
		for i := len(all) - 1; i >= 0; i-- {
			h = all[i](h)
		}
		return h
	}
}

type idKey struct{}

// ID is the id of the request.
func ID(ctx context.Context) string {
	id, _ := ctx.Value(idKey{}).(string)
	return id
}

// RequestID keeps or makes the id.
func RequestID(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		id := r.Header.Get("X-Request-ID")
		if !acceptable(id) {
			b := make([]byte, 15)
			if _, err := rand.Read(b); err != nil {
				panic(err)
			}
			id = base64.RawURLEncoding.EncodeToString(b)
		}
		w.Header().Set("X-Request-ID", id)
		next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), idKey{}, id)))
	})
}

func acceptable(id string) bool {
	for i := range len(id) {
		if c := id[i]; c <= ' ' || c >= 0x7f {
			return false
		}
	}
	return id != "" && len(id) <= 128
}

// AccessLog writes a line for each request.
func AccessLog(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		start := time.Now()
		s := &status{ResponseWriter: w}
		log := slog.With("method", r.Method, "path", r.URL.Path, "request_id", ID(r.Context()))
		defer func() {
			log.Info("served", "status", s.orOK(), "duration_ms", time.Since(start).Seconds()*1000, "bytes", s.bytes)
		}()
		next.ServeHTTP(s, r)
	})
}

// Recover answers for a handler that panicked.
func Recover(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s := &status{ResponseWriter: w}
		defer func() {
			p := recover()
			if p == nil {
				return
			}
			if err, ok := p.(error); ok && errors.Is(err, http.ErrAbortHandler) {
				panic(http.ErrAbortHandler)
			}
			slog.Error("panic", "panic", p, "request_id", ID(r.Context()), "path", r.URL.Path, "trace", string(debug.Stack()))
			if s.code != 0 {
				panic(http.ErrAbortHandler)
			}
			w.Header().Set("Content-Type", "application/json")
			w.WriteHeader(http.StatusInternalServerError)
			_, _ = w.Write([]byte(`{"error":"internal server error"}`))
		}()
		next.ServeHTTP(s, r)
	})
}

// Timeout is http.TimeoutHandler with a JSON body and a matching header.
func Timeout(d time.Duration) Middleware {
	return func(next http.Handler) http.Handler {
		limited := http.TimeoutHandler(next, d, `{"error":"timed out"}`)
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			limited.ServeHTTP(typed{w}, r)
		})
	}
}

// typed labels the 503 that http.TimeoutHandler leaves without a type.
type typed struct{ http.ResponseWriter }

func (t typed) WriteHeader(code int) {
	if code == http.StatusServiceUnavailable && t.Header().Get("Content-Type") == "" {
		t.Header().Set("Content-Type", "application/json")
	}
	t.ResponseWriter.WriteHeader(code)
}

type status struct {
	http.ResponseWriter
	code  int
	bytes int64
}

func (s *status) WriteHeader(code int) {
	if s.code == 0 {
		s.code = code
	}
	s.ResponseWriter.WriteHeader(code)
}

func (s *status) Write(p []byte) (int, error) {
	s.code = s.orOK()
	n, err := s.ResponseWriter.Write(p)
	s.bytes += int64(n)
	return n, err
}

func (s *status) orOK() int {
	if s.code == 0 {
		return http.StatusOK
	}
	return s.code
}

func (s *status) Unwrap() http.ResponseWriter { return s.ResponseWriter }
