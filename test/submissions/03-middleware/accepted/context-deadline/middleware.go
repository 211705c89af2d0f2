package main

import (
	"context"
	"fmt"
	"log"
	"net/http"
	"regexp"
	"runtime"
	"strings"
	"sync/atomic"
	"time"
)

type contextKey string

func requestID(ctx context.Context) string {
	id, _ := ctx.Value(contextKey("id")).(string)
	return id
}

var (
	harmless = regexp.MustCompile(`^[!-~]{1,128}$`)
	counter  atomic.Int64
	birth    = time.Now().UnixNano()
)

func tagRequest(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		id := r.Header.Get("x-request-id")
		if !harmless.MatchString(id) {
			id = fmt.Sprintf("%d/%d", birth, counter.Add(1))
		}
		w.Header().Set("x-request-id", id)
		next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), contextKey("id"), id)))
	})
}

// observed has Flush itself and no Unwrap: ResponseController is content.
type observed struct {
	w      http.ResponseWriter
	status int
	begun  bool
}

func (o *observed) Header() http.Header { return o.w.Header() }

func (o *observed) begin(status int) {
	if !o.begun {
		o.begun, o.status = true, status
	}
}

func (o *observed) WriteHeader(status int) {
	o.begin(status)
	o.w.WriteHeader(status)
}

func (o *observed) Write(p []byte) (int, error) {
	o.begin(http.StatusOK)
	return o.w.Write(p)
}

func (o *observed) Flush() {
	o.begin(http.StatusOK)
	o.w.(http.Flusher).Flush()
}

// observe wraps w once, however many layers ask for it.
func observe(w http.ResponseWriter) *observed {
	if already, ok := w.(*observed); ok {
		return already
	}
	return &observed{w: w, status: http.StatusOK}
}

func writeAccessLog(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		start, o := time.Now(), observe(w)
		log.Println("->", r.Method, r.URL)
		defer func() {
			// One Printf is one write, so lines of parallel requests don't mix.
			fmt.Printf(`{"duration_ms": %.3f, "request_id": %q, "status": %d, "path": %q, "method": %q}`+"\n",
				time.Since(start).Seconds()*1e3, requestID(r.Context()), o.status, r.URL.EscapedPath(), r.Method)
			log.Println("<-", o.status)
		}()
		next.ServeHTTP(o, r)
	})
}

func catchPanics(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		o := observe(w)
		defer func() {
			p := recover()
			if err, ok := p.(error); ok && err == http.ErrAbortHandler {
				panic(http.ErrAbortHandler)
			}
			if p != nil {
				trace := make([]byte, 8<<10)
				trace = trace[:runtime.Stack(trace, false)]
				for _, line := range strings.Split(string(trace), "\n") {
					log.Printf("PANIC %v | %s", p, line)
				}
				if !o.begun {
					writeJSON(o, http.StatusInternalServerError, map[string]string{"error": "it is not your fault"})
				}
			}
		}()
		next.ServeHTTP(o, r)
	})
}

func limitTime(d time.Duration) func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if strings.HasPrefix(r.URL.Path, "/stream") {
				next.ServeHTTP(w, r)
				return
			}
			ctx, cancel := context.WithTimeout(r.Context(), d)
			defer cancel()
			o := observe(w)
			next.ServeHTTP(o, r.WithContext(ctx))
			if ctx.Err() == context.DeadlineExceeded && !o.begun {
				writeJSON(o, http.StatusServiceUnavailable, map[string]string{"error": "out of time"})
			}
		})
	}
}
