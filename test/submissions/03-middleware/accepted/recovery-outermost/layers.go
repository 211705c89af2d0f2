package main

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"regexp"
	"runtime/debug"
	"time"
)

type idKey int

const theID idKey = 0

func requestID(ctx context.Context) string {
	id, _ := ctx.Value(theID).(string)
	return id
}

var harmless = regexp.MustCompile(`^[\x21-\x7e]{1,128}$`)

func identify(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		id := r.Header.Get("X-Request-Id")
		if !harmless.MatchString(id) {
			id = uuid4()
		}
		w.Header().Set("X-Request-Id", id)
		next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), theID, id)))
	})
}

func uuid4() string {
	var b [16]byte
	rand.Read(b[:])
	b[6], b[8] = b[6]&0x0f|0x40, b[8]&0x3f|0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
}

// watched notes the first status. It has Flush of its own, and no Unwrap.
type watched struct {
	http.ResponseWriter
	status int
}

func (w *watched) note(status int) {
	if w.status == 0 {
		w.status = status
	}
}

func (w *watched) WriteHeader(status int) {
	w.note(status)
	w.ResponseWriter.WriteHeader(status)
}

func (w *watched) Write(b []byte) (int, error) {
	w.note(200)
	return w.ResponseWriter.Write(b)
}

func (w *watched) Flush() {
	w.note(200)
	w.ResponseWriter.(http.Flusher).Flush()
}

// access logs a panic as the 500 that recovery will make of it, and lets it go
// on its way.
func access(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		begin := time.Now()
		seen := &watched{ResponseWriter: w}
		defer func() {
			p := recover()
			if p != nil {
				seen.note(500)
			}
			seen.note(200)
			line, _ := json.Marshal(struct {
				Method string `json:"method"`
				Path   string `json:"path"`
				Status int    `json:"status"`
				Ms     int64  `json:"duration_ms"`
				ID     string `json:"request_id"`
			}{r.Method, r.URL.Path, seen.status, time.Since(begin).Milliseconds(), requestID(r.Context())})
			os.Stdout.Write(append(line, '\n'))
			if p != nil {
				panic(p)
			}
		}()
		next.ServeHTTP(seen, r)
	})
}

func recovery(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		seen := &watched{ResponseWriter: w}
		defer func() {
			switch p := recover(); {
			case p == nil:
			case p == http.ErrAbortHandler:
				panic(p)
			default:
				fmt.Fprintf(os.Stderr, "panic: %v\n%s", p, debug.Stack())
				if seen.status != 0 {
					panic(http.ErrAbortHandler)
				}
				writeJSON(w, 500, map[string]string{"error": "internal"})
			}
		}()
		next.ServeHTTP(seen, r)
	})
}

// limit gives the handler a context that ends, and answers for one that has
// then returned without a word.
func limit(d time.Duration) layer {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/stream" {
				next.ServeHTTP(w, r)
				return
			}
			ctx, cancel := context.WithTimeout(r.Context(), d)
			defer cancel()
			next.ServeHTTP(w, r.WithContext(ctx))
			if seen := w.(*watched); seen.status == 0 && errors.Is(ctx.Err(), context.DeadlineExceeded) {
				writeJSON(w, 503, map[string]string{"error": "took too long"})
			}
		})
	}
}
