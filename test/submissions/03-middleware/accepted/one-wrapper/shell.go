package main

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"os"
	"runtime/debug"
	"time"
)

type requestInfo struct{ id string }

type infoKey struct{}

func requestID(ctx context.Context) string {
	if info, ok := ctx.Value(infoKey{}).(*requestInfo); ok {
		return info.id
	}
	return ""
}

// shell is the whole onion in one layer.
type shell struct {
	inside http.Handler
	limit  time.Duration
	lines  chan<- map[string]any
}

// reply is the ResponseWriter of one request.
type reply struct {
	http.ResponseWriter
	status int
}

func (r *reply) WriteHeader(status int) {
	if r.status == 0 {
		r.status = status
	}
	r.ResponseWriter.WriteHeader(status)
}

func (r *reply) Write(p []byte) (int, error) {
	if r.status == 0 {
		r.WriteHeader(http.StatusOK)
	}
	return r.ResponseWriter.Write(p)
}

// ReadFrom keeps sendfile for io.Copy.
func (r *reply) ReadFrom(from io.Reader) (int64, error) {
	if r.status == 0 {
		r.WriteHeader(http.StatusOK)
	}
	return io.Copy(r.ResponseWriter, from)
}

func (r *reply) Unwrap() http.ResponseWriter { return r.ResponseWriter }

func (s *shell) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	start := time.Now()
	info := &requestInfo{id: r.Header.Get("X-Request-ID")}
	if !safe(info.id) {
		info.id = fmt.Sprintf("req-%016x%016x", rand.Uint64(), rand.Uint64())
	}
	w.Header().Set("X-Request-ID", info.id)

	ctx := context.WithValue(r.Context(), infoKey{}, info)
	if r.URL.Path != "/stream" {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeoutCause(ctx, s.limit, fmt.Errorf("handler over its limit of %v", s.limit))
		defer cancel()
	}
	out := &reply{ResponseWriter: w}
	line := map[string]any{"method": r.Method, "path": r.URL.Path, "request_id": info.id, "level": "info"}

	defer func() {
		problem := recover()
		aborted := problem == http.ErrAbortHandler
		switch {
		case aborted:
		case problem != nil:
			line["level"], line["panic"], line["stack"] = "error", fmt.Sprint(problem), string(debug.Stack())
			if out.status == 0 {
				writeJSON(out, http.StatusInternalServerError, map[string]string{"error": "internal"})
			}
		case out.status == 0 && context.Cause(ctx) != nil && r.Context().Err() == nil:
			writeJSON(out, http.StatusServiceUnavailable, map[string]string{"error": context.Cause(ctx).Error()})
		}
		if out.status == 0 {
			out.status = http.StatusOK
		}
		line["status"] = out.status
		line["duration_ms"] = time.Since(start) / time.Millisecond
		s.lines <- line
		fmt.Fprintf(os.Stderr, "[%s] %s %s %d\n", time.Now().Format(time.Kitchen), r.Method, r.URL.Path, out.status)
		if aborted {
			panic(http.ErrAbortHandler)
		}
	}()
	s.inside.ServeHTTP(out, r.WithContext(ctx))
}

func safe(id string) bool {
	if len(id) == 0 || len(id) > 128 {
		return false
	}
	for _, c := range []byte(id) {
		if c < '!' || '~' < c {
			return false
		}
	}
	return true
}
