// The whole service in one file. http.TimeoutHandler answers with its own
// HTML, recovery is the outermost layer but one, slog writes to stderr.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"runtime/debug"
	"time"

	"crypto/rand"
)

type key int

const idKey key = 0

type recorder struct {
	http.ResponseWriter
	code int
}

func (r *recorder) WriteHeader(code int) {
	if r.code == 0 {
		r.code = code
	}
	r.ResponseWriter.WriteHeader(code)
}

func (r *recorder) Write(p []byte) (int, error) {
	if r.code == 0 {
		r.code = 200
	}
	return r.ResponseWriter.Write(p)
}

func (r *recorder) Unwrap() http.ResponseWriter { return r.ResponseWriter }

func duration(name string, fallback time.Duration) time.Duration {
	if d, err := time.ParseDuration(os.Getenv(name)); err == nil {
		return d
	}
	return fallback
}

func logged(log *slog.Logger, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		begin := time.Now()
		log.Info("request started", "method", r.Method, "path", r.URL.Path)
		rec := &recorder{ResponseWriter: w}
		defer func() {
			log.LogAttrs(r.Context(), slog.LevelInfo, "request finished",
				slog.Any("request_id", r.Context().Value(idKey)),
				slog.String("path", r.URL.Path),
				slog.Int64("duration_ms", time.Since(begin).Milliseconds()),
				slog.Int("status", max(rec.code, 200)),
				slog.String("method", r.Method),
				slog.Group("client", "address", r.RemoteAddr, "agent", r.UserAgent()))
		}()
		next.ServeHTTP(rec, r)
	})
}

func recovered(log *slog.Logger, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		rec := &recorder{ResponseWriter: w}
		defer func() {
			switch p := recover(); {
			case p == nil:
			case p == http.ErrAbortHandler:
				panic(p)
			default:
				log.Error("panic", "value", fmt.Sprint(p), "method", r.Method, "path", r.URL.Path,
					"status", 500, "stack", string(debug.Stack()))
				if rec.code == 0 {
					w.Header().Set("Content-Type", "application/json; charset=utf-8")
					w.WriteHeader(500)
					json.NewEncoder(w).Encode(map[string]any{"error": "something broke here", "id": r.Context().Value(idKey)})
				}
			}
		}()
		next.ServeHTTP(rec, r)
	})
}

func identified(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		id := r.Header.Get("X-Request-ID")
		ok := len(id) >= 1 && len(id) <= 128
		for _, b := range []byte(id) {
			ok = ok && b >= 0x21 && b <= 0x7e
		}
		if !ok {
			raw := make([]byte, 16)
			rand.Read(raw)
			id = fmt.Sprintf("%x-%x-%x-%x-%x", raw[:4], raw[4:6], raw[6:8], raw[8:10], raw[10:])
		}
		w.Header().Set("X-Request-ID", id)
		next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), idKey, id)))
	})
}

func gate(ctx context.Context) error {
	req, err := http.NewRequestWithContext(ctx, "GET", os.Getenv("GATE_URL"), nil)
	if err != nil {
		return err
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	return res.Body.Close()
}

func main() {
	log := slog.New(slog.NewJSONHandler(os.Stderr, &slog.HandlerOptions{AddSource: true, Level: slog.LevelDebug}))
	mux := http.NewServeMux()
	mux.HandleFunc("/slow", func(w http.ResponseWriter, r *http.Request) {
		if err := gate(r.Context()); err == nil {
			fmt.Fprintln(w, `{"status":"done"}`)
		} else if r.Context().Err() == nil {
			http.Error(w, err.Error(), 502)
		}
	})
	mux.HandleFunc("/panic", func(http.ResponseWriter, *http.Request) {
		var users map[string]int
		users["Ada"]++
	})
	mux.HandleFunc("/panic-late", func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusOK)
		fmt.Fprintln(w, "the first half of an answer")
		http.NewResponseController(w).Flush()
		panic(fmt.Errorf("too late"))
	})
	mux.HandleFunc("/abort", func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) })
	mux.HandleFunc("/teapot", func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusTeapot)
		fmt.Fprintln(w, "short and stout")
	})
	mux.HandleFunc("/implicit", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprintln(w, "hello") })
	mux.HandleFunc("/whoami", func(w http.ResponseWriter, r *http.Request) {
		json.NewEncoder(w).Encode(map[string]any{"request_id": r.Context().Value(idKey)})
	})
	stream := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		rc := http.NewResponseController(w)
		for i := 1; i <= 3; i++ {
			if i > 1 && gate(r.Context()) != nil {
				return
			}
			fmt.Fprintf(w, "chunk %d\n", i)
			if err := rc.Flush(); err != nil {
				log.Warn("no flush", "error", err)
			}
		}
	})

	top := http.NewServeMux()
	top.Handle("/", http.TimeoutHandler(mux, duration("HANDLER_TIMEOUT", 5*time.Second), ""))
	top.Handle("/stream", stream)

	port := os.Getenv("PORT")
	if port == "" {
		port = "8080"
	}
	srv := &http.Server{
		Addr:              ":" + port,
		Handler:           identified(logged(log, recovered(log, top))),
		ReadHeaderTimeout: duration("READ_HEADER_TIMEOUT", 5*time.Second),
		IdleTimeout:       duration("IDLE_TIMEOUT", time.Minute),
	}
	log.Info("ready", "port", port)
	log.Error("over", "error", srv.ListenAndServe())
	os.Exit(1)
}
