package main

import (
	"bytes"
	"context"
	"maps"
	"net/http"
	"runtime/debug"
	"time"
)

// answer is written by the handler's goroutine alone, and read by the
// request's goroutine only after the other has sent it.
type answer struct {
	header http.Header
	status int
	body   bytes.Buffer
	panic  any
	trace  []byte
}

func (a *answer) Header() http.Header { return a.header }

func (a *answer) WriteHeader(status int) {
	if a.status == 0 {
		a.status = status
	}
}

func (a *answer) Write(p []byte) (int, error) {
	a.WriteHeader(http.StatusOK)
	return a.body.Write(p)
}

// tracedPanic carries the handler's own frames to the layer that logs them.
type tracedPanic struct {
	value any
	trace []byte
}

func limit(next http.Handler, d time.Duration) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx, cancel := context.WithTimeout(r.Context(), d)
		defer cancel()
		done := make(chan *answer, 1) // room for an answer that nobody waits for
		go func() {
			a := &answer{header: http.Header{}}
			defer func() {
				if a.panic = recover(); a.panic != nil {
					a.trace = debug.Stack()
				}
				done <- a
			}()
			next.ServeHTTP(a, r.WithContext(ctx))
		}()

		select {
		case a := <-done:
			if a.panic == nil && a.status == 0 && ctx.Err() == context.DeadlineExceeded {
				tooLate(w) // the handler noticed before we did
				return
			}
			send(w, a)
		case <-ctx.Done():
			if ctx.Err() == context.DeadlineExceeded {
				tooLate(w)
			}
		}
	})
}

func tooLate(w http.ResponseWriter) {
	writeJSON(w, http.StatusServiceUnavailable, map[string]string{"error": "timeout"})
}

func send(w http.ResponseWriter, a *answer) {
	switch {
	case a.panic == http.ErrAbortHandler:
		panic(a.panic)
	case a.panic != nil:
		panic(tracedPanic{a.panic, a.trace})
	}
	maps.Copy(w.Header(), a.header)
	if a.status != 0 {
		w.WriteHeader(a.status)
	}
	_, _ = w.Write(a.body.Bytes())
}
