// Two typed requests with causes, AfterFunc and a time-out in the client: no channel of results.
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"strconv"
	"sync"
	"time"
)

type failure struct {
	upstream string
	err      error
}

func (f failure) Error() string { return f.upstream + ": " + f.err.Error() }

type service struct {
	client  *http.Client
	sources map[string]string
}

func (s *service) ask(ctx context.Context, url string) (json.RawMessage, error) {
	request, err := http.NewRequestWithContext(ctx, "GET", url, http.NoBody)
	if err != nil {
		return nil, err
	}
	response, err := s.client.Do(request)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	if response.StatusCode != 200 {
		return nil, errors.New(response.Status)
	}
	decoder := json.NewDecoder(io.LimitReader(response.Body, 8<<20))
	var document json.RawMessage
	if err := decoder.Decode(&document); err != nil {
		return nil, err
	}
	if _, err := decoder.Token(); err != io.EOF {
		if err == nil {
			err = errors.New("more than one document")
		}
		return nil, err
	}
	return document, nil
}

func (s *service) dashboard(parent context.Context, id uint64) (map[string]json.RawMessage, error) {
	ctx, cancel := context.WithCancelCause(parent)
	defer cancel(nil)
	var wait sync.WaitGroup
	var all sync.Map
	for name, base := range s.sources {
		wait.Add(1)
		go func() {
			defer wait.Done()
			document, err := s.ask(ctx, fmt.Sprint(base, id))
			if err != nil {
				cancel(failure{name, err}) // only the first cause stays
				return
			}
			all.Store(name, document)
		}()
	}
	wait.Wait()
	if ctx.Err() != nil {
		return nil, context.Cause(ctx)
	}
	documents := map[string]json.RawMessage{}
	all.Range(func(name, document any) bool {
		documents[name.(string)] = document.(json.RawMessage)
		return true
	})
	return documents, nil
}

func send(w http.ResponseWriter, status int, value any) {
	var body bytes.Buffer
	encoder := json.NewEncoder(&body)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	_ = encoder.Encode(value)
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	_, _ = body.WriteTo(w)
}

func (s *service) serve(w http.ResponseWriter, r *http.Request) {
	id, err := strconv.ParseUint(r.PathValue("id"), 10, 64)
	if err != nil || id == 0 {
		send(w, 400, map[string]string{"error": "not an id"})
		return
	}
	left := context.AfterFunc(r.Context(), func() { fmt.Fprintln(os.Stderr, "left:", r.URL.Path) })
	defer left()
	documents, err := s.dashboard(r.Context(), id)
	var failed failure
	var slow net.Error
	switch {
	case err == nil:
		send(w, 200, documents)
	case !errors.As(err, &failed):
		// The client left.
	case errors.As(failed.err, &slow) && slow.Timeout():
		send(w, 504, map[string]any{"error": "too slow", "upstream": failed.upstream, "retry": true})
	default:
		send(w, 502, map[string]any{"error": err.Error(), "upstream": failed.upstream, "retry": false})
	}
}

func main() {
	limit, err := time.ParseDuration(os.Getenv("UPSTREAM_TIMEOUT"))
	if err != nil {
		limit = 2 * time.Second
	}
	transport := &http.Transport{MaxIdleConnsPerHost: 256, DisableCompression: true, IdleConnTimeout: 30 * time.Second}
	s := &service{
		client:  &http.Client{Transport: transport, Timeout: limit},
		sources: map[string]string{"profile": os.Getenv("PROFILE_URL") + "/profiles/", "orders": os.Getenv("ORDERS_URL") + "/orders/"},
	}
	http.HandleFunc("GET /health", func(w http.ResponseWriter, _ *http.Request) { send(w, 200, map[string]string{"status": "ok"}) })
	http.HandleFunc("GET /api/dashboard/{id}", s.serve)
	port := os.Getenv("PORT")
	if port == "" {
		port = "8080"
	}
	fmt.Fprintln(os.Stderr, http.ListenAndServe(":"+port, nil))
	os.Exit(1)
}
