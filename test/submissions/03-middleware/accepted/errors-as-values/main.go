// Handlers return errors, one adapter turns them into answers and lines. The
// trace of a panic, of all goroutines, is part of the request's one line.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"runtime"
	"strings"
	"sync"
	"time"
)

var errTooSlow = errors.New("the time is up")

// httpError is an error with a status of its own.
type httpError struct {
	status int
	text   string
}

func (e httpError) Error() string { return e.text }

type handler func(w http.ResponseWriter, r *http.Request) error

type lineKey struct{}

// line is the entry of one request; handlers may add to it.
type line struct {
	Status     int      `json:"status"`
	Method     string   `json:"method"`
	Path       string   `json:"path"`
	ID         string   `json:"request_id"`
	DurationMS float64  `json:"duration_ms"`
	Error      string   `json:"error,omitempty"`
	Trace      []string `json:"trace,omitempty"`
}

type service struct {
	gate    string
	timeout time.Duration
	mu      sync.Mutex
	out     *json.Encoder
}

func (s *service) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	begin := time.Now()
	l := &line{Method: r.Method, Path: r.URL.EscapedPath(), ID: idOf(r)}
	w.Header().Set("X-Request-ID", l.ID)
	rw := &responseWriter{ResponseWriter: w, line: l}
	r = r.WithContext(context.WithValue(r.Context(), lineKey{}, l))

	abort := false
	if err := s.call(rw, r); err != nil {
		l.Error = err.Error()
		switch {
		case errors.Is(err, http.ErrAbortHandler), l.Status != 0:
			abort = true
		case errors.Is(err, errTooSlow):
			rw.fail(http.StatusServiceUnavailable, err)
		default:
			var he httpError
			if errors.As(err, &he) {
				rw.fail(he.status, he)
			} else {
				rw.fail(http.StatusInternalServerError, errors.New("internal error"))
			}
		}
	}
	if l.Status == 0 {
		l.Status = http.StatusOK
	}
	l.DurationMS = float64(time.Since(begin)) / float64(time.Millisecond)
	s.mu.Lock()
	_ = s.out.Encode(l)
	s.mu.Unlock()
	if abort {
		panic(http.ErrAbortHandler)
	}
}

// call runs the route within its time; a panic becomes an error.
func (s *service) call(w *responseWriter, r *http.Request) (err error) {
	defer func() {
		switch p := recover().(type) {
		case nil:
		case error:
			err = fmt.Errorf("panic: %w", p)
		default:
			err = fmt.Errorf("panic: %v", p)
		}
		if err != nil && strings.HasPrefix(err.Error(), "panic: ") && !errors.Is(err, http.ErrAbortHandler) {
			all := make([]byte, 1<<16)
			all = all[:runtime.Stack(all, true)]
			w.line.Trace = strings.Split(string(all), "\n")
		}
	}()
	route, endless := s.route(r.URL.Path)
	if !endless {
		ctx, cancel := context.WithTimeoutCause(r.Context(), s.timeout, errTooSlow)
		defer cancel()
		r = r.WithContext(ctx)
	}
	err = route(w, r)
	if cause := context.Cause(r.Context()); cause == errTooSlow && w.line.Status == 0 {
		return cause
	}
	return err
}

func (s *service) route(path string) (h handler, endless bool) {
	switch path {
	case "/slow":
		return s.slow, false
	case "/stream":
		return s.stream, true
	case "/panic":
		return func(http.ResponseWriter, *http.Request) error { return []error{}[len(path)] }, false
	case "/panic-late":
		return late, false
	case "/abort":
		return func(http.ResponseWriter, *http.Request) error { panic(http.ErrAbortHandler) }, false
	case "/teapot":
		return func(http.ResponseWriter, *http.Request) error { return httpError{http.StatusTeapot, "short and stout"} }, false
	case "/implicit":
		return func(w http.ResponseWriter, _ *http.Request) error { _, err := io.WriteString(w, "hello\n"); return err }, false
	case "/whoami":
		return whoami, false
	}
	return func(http.ResponseWriter, *http.Request) error { return httpError{http.StatusNotFound, "no such path"} }, false
}

func late(w http.ResponseWriter, _ *http.Request) error {
	w.WriteHeader(http.StatusOK)
	fmt.Fprintln(w, "the first half of an answer")
	_ = http.NewResponseController(w).Flush()
	panic("too late")
}

func whoami(w http.ResponseWriter, r *http.Request) error {
	l, ok := r.Context().Value(lineKey{}).(*line)
	if !ok {
		return errors.New("a request without a line")
	}
	w.Header().Set("Content-Type", "application/json")
	return json.NewEncoder(w).Encode(map[string]string{"request_id": l.ID})
}

func (s *service) slow(w http.ResponseWriter, r *http.Request) error {
	if err := s.wait(r.Context()); err != nil {
		if r.Context().Err() != nil {
			return nil
		}
		return httpError{http.StatusBadGateway, "no gate"}
	}
	_, err := io.WriteString(w, "done\n")
	return err
}

func (s *service) stream(w http.ResponseWriter, r *http.Request) error {
	for n := 1; n <= 3; n++ {
		if n > 1 {
			if err := s.wait(r.Context()); err != nil {
				return http.ErrAbortHandler
			}
		}
		fmt.Fprintf(w, "chunk %d\n", n)
		if err := http.NewResponseController(w).Flush(); err != nil {
			return err
		}
	}
	return nil
}

func (s *service) wait(ctx context.Context) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, s.gate, nil)
	if err != nil {
		return err
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	_, _ = io.Copy(io.Discard, res.Body)
	return res.Body.Close()
}

// responseWriter notes the status in the line.
type responseWriter struct {
	http.ResponseWriter
	line *line
}

func (w *responseWriter) WriteHeader(status int) {
	if w.line.Status == 0 {
		w.line.Status = status
	}
	w.ResponseWriter.WriteHeader(status)
}

func (w *responseWriter) Write(p []byte) (int, error) {
	if w.line.Status == 0 {
		w.line.Status = http.StatusOK
	}
	return w.ResponseWriter.Write(p)
}

func (w *responseWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }

func (w *responseWriter) fail(status int, err error) {
	w.Header().Set("Content-Type", "application/problem+json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(map[string]any{"error": err.Error(), "status": status, "request_id": w.line.ID})
}

var ids struct {
	sync.Mutex
	last int64
}

func idOf(r *http.Request) string {
	id := r.Header.Get("X-Request-ID")
	bad := strings.IndexFunc(id, func(c rune) bool { return c < '!' || c > '~' }) >= 0
	if id != "" && len(id) <= 128 && !bad {
		return id
	}
	ids.Lock()
	defer ids.Unlock()
	ids.last = max(ids.last+1, time.Now().UnixMicro())
	return fmt.Sprintf("%d.%d", os.Getpid(), ids.last)
}

func setting(name, fallback string) string {
	if value, ok := os.LookupEnv(name); ok {
		return value
	}
	return fallback
}

func duration(name, fallback string) time.Duration {
	d, err := time.ParseDuration(setting(name, fallback))
	if err != nil {
		fmt.Fprintln(os.Stderr, name, err)
		os.Exit(1)
	}
	return d
}

func main() {
	s := &service{gate: setting("GATE_URL", ""), timeout: duration("HANDLER_TIMEOUT", "5s"), out: json.NewEncoder(os.Stderr)}
	server := &http.Server{
		Addr:              ":" + setting("PORT", "8080"),
		Handler:           s,
		ReadHeaderTimeout: duration("READ_HEADER_TIMEOUT", "5s"),
		IdleTimeout:       duration("IDLE_TIMEOUT", "60s"),
	}
	fmt.Println(server.ListenAndServe())
}
