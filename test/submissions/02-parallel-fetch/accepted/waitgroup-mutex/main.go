// A WaitGroup waits for everybody, and the first failure cancels the others,
// so that waiting for everybody does not take long.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log"
	"net/http"
	"net/url"
	"os"
	"strconv"
	"sync"
	"time"
)

var (
	upstreams = map[string]string{
		"profile": os.Getenv("PROFILE_URL"),
		"orders":  os.Getenv("ORDERS_URL"),
	}
	folder  = map[string]string{"profile": "profiles", "orders": "orders"}
	timeout = duration("UPSTREAM_TIMEOUT", 2*time.Second)
)

func duration(name string, otherwise time.Duration) time.Duration {
	text, set := os.LookupEnv(name)
	if !set {
		return otherwise
	}
	d, err := time.ParseDuration(text)
	if err != nil {
		log.Fatalf("%s: %v", name, err)
	}
	return d
}

// board collects what the goroutines of one dashboard find out.
type board struct {
	mu     sync.Mutex
	parts  map[string]json.RawMessage
	failed string
	err    error
}

func (b *board) put(name string, part json.RawMessage, err error) (first bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if err == nil {
		b.parts[name] = part
		return false
	}
	if b.err != nil {
		return false
	}
	b.failed, b.err = name, err
	return true
}

func main() {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /health", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		fmt.Fprint(w, `{"status":"ok"}`)
	})
	mux.HandleFunc("GET /api/dashboard/{id}", serveDashboard)
	port, ok := os.LookupEnv("PORT")
	if !ok {
		port = "8080"
	}
	log.Fatal(http.ListenAndServe(":"+port, mux))
}

func serveDashboard(w http.ResponseWriter, r *http.Request) {
	id, err := strconv.ParseUint(r.PathValue("id"), 10, 63)
	if err != nil || id == 0 {
		send(w, http.StatusBadRequest, map[string]string{"error": "id must be a positive integer"})
		return
	}
	ctx, cancel := context.WithTimeout(r.Context(), timeout)
	defer cancel()

	b := board{parts: map[string]json.RawMessage{}}
	var wg sync.WaitGroup
	for name, base := range upstreams {
		name, base := name, base
		wg.Add(1)
		go func() {
			defer wg.Done()
			part, err := load(ctx, base, folder[name], id)
			if b.put(name, part, err) {
				cancel()
			}
		}()
	}
	wg.Wait()

	switch {
	case b.err == nil:
		send(w, http.StatusOK, b.parts)
	case errors.Is(b.err, context.DeadlineExceeded):
		send(w, http.StatusGatewayTimeout, map[string]string{"error": "too slow", "upstream": b.failed})
	default:
		send(w, http.StatusBadGateway, map[string]string{"error": b.err.Error(), "upstream": b.failed})
	}
}

// load decodes straight from the connection.
func load(ctx context.Context, base, folder string, id uint64) (part json.RawMessage, err error) {
	address, err := url.JoinPath(base, folder, strconv.FormatUint(id, 10))
	if err != nil {
		return nil, err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, http.NoBody)
	if err != nil {
		return nil, err
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, res.Body.Close()) }()
	if res.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("%s says %s", folder, res.Status)
	}
	err = json.NewDecoder(res.Body).Decode(&part)
	return part, err
}

func send(w http.ResponseWriter, status int, value any) {
	text, err := json.MarshalIndent(value, "", "  ")
	if err != nil {
		log.Print(err)
		status, text = 500, []byte(`{"error":"internal"}`)
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Content-Length", strconv.Itoa(len(text)))
	w.WriteHeader(status)
	w.Write(text)
}
