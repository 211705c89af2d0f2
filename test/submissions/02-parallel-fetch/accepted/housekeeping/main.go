// The program has goroutines of its own that come and go: a ticker that spawns
// one after the other, and workers that are started by the first request and
// stay. None of them is a leak.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"log"
	"net/http"
	"os"
	"strconv"
	"sync"
	"sync/atomic"
	"time"
)

type job struct {
	ctx  context.Context
	name string
	url  string
	out  chan<- outcome
}

type outcome struct {
	name string
	text json.RawMessage
	err  error
}

// pool keeps some workers; who finds them all busy gets a goroutine for itself.
type pool struct {
	start sync.Once
	jobs  chan job
	done  atomic.Int64
}

func (p *pool) submit(j job) {
	p.start.Do(func() {
		for i := 0; i < 8; i++ {
			go p.work()
		}
	})
	select {
	case p.jobs <- j:
	default:
		go p.run(j)
	}
}

func (p *pool) work() {
	for j := range p.jobs {
		p.run(j)
	}
}

func (p *pool) run(j job) {
	text, err := fetch(j.ctx, j.url)
	p.done.Add(1)
	select {
	case j.out <- outcome{j.name, text, err}:
	case <-j.ctx.Done():
	}
}

func fetch(ctx context.Context, url string) (json.RawMessage, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return nil, err
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return nil, errors.New("status " + strconv.Itoa(resp.StatusCode))
	}
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		return nil, err
	}
	if !json.Valid(text) {
		return nil, errors.New("not JSON")
	}
	return text, nil
}

func main() {
	p := &pool{jobs: make(chan job)}
	go func() {
		for range time.Tick(20 * time.Millisecond) {
			go tidy(p)
		}
	}()

	timeout := 2 * time.Second
	if d, err := time.ParseDuration(os.Getenv("UPSTREAM_TIMEOUT")); err == nil {
		timeout = d
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /health", func(w http.ResponseWriter, r *http.Request) {
		answer(w, 200, map[string]string{"status": "ok"})
	})
	mux.HandleFunc("GET /api/dashboard/{id}", func(w http.ResponseWriter, r *http.Request) {
		id, err := strconv.Atoi(r.PathValue("id"))
		if err != nil || id < 1 {
			answer(w, 400, map[string]string{"error": "malformed id"})
			return
		}
		dashboard(w, r, p, strconv.Itoa(id), timeout)
	})
	port := os.Getenv("PORT")
	if port == "" {
		port = "8080"
	}
	log.Fatal(http.ListenAndServe(":"+port, mux))
}

func dashboard(w http.ResponseWriter, r *http.Request, p *pool, id string, timeout time.Duration) {
	ctx, cancel := context.WithTimeout(r.Context(), timeout)
	defer cancel()
	// No room in the channel: who finds the context cancelled gives up instead.
	out := make(chan outcome)
	p.submit(job{ctx, "profile", os.Getenv("PROFILE_URL") + "/profiles/" + id, out})
	p.submit(job{ctx, "orders", os.Getenv("ORDERS_URL") + "/orders/" + id, out})

	parts := map[string]json.RawMessage{}
	for len(parts) < 2 {
		select {
		case o := <-out:
			if o.err != nil {
				fail(w, o.name, o.err)
				return
			}
			parts[o.name] = o.text
		case <-ctx.Done():
			slow := "profile"
			if parts["profile"] != nil {
				slow = "orders"
			}
			fail(w, slow, ctx.Err())
			return
		}
	}
	answer(w, 200, parts)
}

func fail(w http.ResponseWriter, name string, err error) {
	status := 502
	if errors.Is(err, context.DeadlineExceeded) {
		status = 504
	}
	answer(w, status, map[string]string{"error": err.Error(), "upstream": name})
}

func answer(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	json.NewEncoder(w).Encode(v)
}

func tidy(p *pool) {
	time.Sleep(5 * time.Millisecond)
	_ = p.done.Load()
}
