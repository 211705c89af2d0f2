package main

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"log"
	"math/big"
	"net/http"
	"runtime/debug"
	"strings"
	"time"
)

type withIDKey struct{}

func requestID(ctx context.Context) string {
	return fmt.Sprint(ctx.Value(withIDKey{}))
}

func withID(next http.Handler) http.Handler {
	bad := func(c byte) bool { return c < 0x21 || c > 0x7E }
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		id := r.Header.Get("X-Request-ID")
		hostile := id == "" || len(id) > 128
		for i := 0; !hostile && i < len(id); i++ {
			hostile = bad(id[i])
		}
		if hostile {
			n, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 120))
			if err != nil {
				panic(err)
			}
			id = strings.ToUpper(n.Text(36))
		}
		w.Header().Set("X-Request-ID", id)
		next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), withIDKey{}, id)))
	})
}

// line is what one request leaves behind.
type line struct {
	When    time.Time `json:"when"`
	ID      string    `json:"request_id"`
	Status  int       `json:"status"`
	Took    float64   `json:"duration_ms"`
	Method  string    `json:"method"`
	Path    string    `json:"path"`
	Comment string    `json:"comment,omitempty"`
}

type access struct {
	log  *log.Logger
	next http.Handler
}

type spy struct {
	http.ResponseWriter
	status int
}

func (s *spy) WriteHeader(status int) {
	s.status = status
	s.ResponseWriter.WriteHeader(status)
}

func (s *spy) Unwrap() http.ResponseWriter { return s.ResponseWriter }

func (a access) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	l := line{When: time.Now(), ID: requestID(r.Context()), Method: r.Method, Path: r.URL.Path}
	s := &spy{w, http.StatusOK}
	defer func() {
		l.Status, l.Took = s.status, float64(time.Since(l.When).Nanoseconds())/1e6
		text, err := json.Marshal(l)
		if err != nil {
			panic(err)
		}
		a.log.Print(string(text))
	}()
	a.next.ServeHTTP(s, r)
}

func safely(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			switch p := recover().(type) {
			case nil:
			case tracedPanic:
				log.Printf("%v\n%s", p.value, p.trace)
				writeJSON(w, http.StatusInternalServerError, map[string]string{"error": "bug", "request_id": requestID(r.Context())})
			default:
				if p != http.ErrAbortHandler {
					log.Printf("%v while streaming\n%s", p, debug.Stack())
				}
				panic(http.ErrAbortHandler)
			}
		}()
		next.ServeHTTP(w, r)
	})
}
