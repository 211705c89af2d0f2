// Everything in one file: a channel for each upstream, and a select that ends
// as soon as the verdict is clear. The time-out is the http.Client's.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"strconv"
	"strings"
	"time"
)

type answer struct {
	doc json.RawMessage
	err error
}

func main() {
	wait := 2 * time.Second
	if s := os.Getenv("UPSTREAM_TIMEOUT"); s != "" {
		d, err := time.ParseDuration(s)
		if err != nil {
			slog.Error("bad UPSTREAM_TIMEOUT", "value", s)
			os.Exit(2)
		}
		wait = d
	}
	// A client per upstream, on the default transport, which they share.
	profiles := &http.Client{Timeout: wait}
	orders := &http.Client{Timeout: wait}

	http.HandleFunc("/health", func(w http.ResponseWriter, r *http.Request) {
		reply(w, 200, map[string]any{"status": "ok"})
	})
	http.HandleFunc("/api/dashboard/", func(w http.ResponseWriter, r *http.Request) {
		id := strings.TrimPrefix(r.URL.Path, "/api/dashboard/")
		if n, err := strconv.Atoi(id); err != nil || n <= 0 {
			reply(w, 400, map[string]any{"error": "bad id"})
			return
		}
		ctx := r.Context()
		p := ask(ctx, profiles, os.Getenv("PROFILE_URL")+"/profiles/"+id)
		o := ask(ctx, orders, os.Getenv("ORDERS_URL")+"/orders/"+id)

		var out struct {
			Profile json.RawMessage `json:"profile"`
			Orders  json.RawMessage `json:"orders"`
		}
		for p != nil || o != nil {
			select {
			case a := <-p:
				if a.err != nil {
					refuse(w, "profile", a.err)
					return
				}
				out.Profile, p = a.doc, nil
			case a := <-o:
				if a.err != nil {
					refuse(w, "orders", a.err)
					return
				}
				out.Orders, o = a.doc, nil
			case <-ctx.Done():
				return
			}
		}
		reply(w, 200, out)
	})
	port := os.Getenv("PORT")
	if port == "" {
		port = "8080"
	}
	slog.Error("ended", "err", http.ListenAndServe(":"+port, nil))
	os.Exit(1)
}

// ask begins at once; its channel has room, so the goroutine always ends.
func ask(ctx context.Context, c *http.Client, url string) <-chan answer {
	ch := make(chan answer, 1)
	go func() {
		doc, err := get(ctx, c, url)
		ch <- answer{doc, err}
	}()
	return ch
}

func get(ctx context.Context, c *http.Client, url string) (json.RawMessage, error) {
	req, err := http.NewRequestWithContext(ctx, "GET", url, nil)
	if err != nil {
		return nil, err
	}
	res, err := c.Do(req)
	if err != nil {
		return nil, err
	}
	defer res.Body.Close()
	if res.StatusCode != 200 {
		return nil, fmt.Errorf("status %d", res.StatusCode)
	}
	b, err := io.ReadAll(io.LimitReader(res.Body, 64<<20))
	if err != nil {
		return nil, err
	}
	var doc json.RawMessage
	err = json.Unmarshal(b, &doc)
	return doc, err
}

func refuse(w http.ResponseWriter, who string, err error) {
	status := http.StatusBadGateway
	var ne net.Error
	if errors.As(err, &ne) && ne.Timeout() {
		status = http.StatusGatewayTimeout
	}
	reply(w, status, map[string]any{"error": err.Error(), "upstream": who})
}

func reply(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	if err := json.NewEncoder(w).Encode(v); err != nil {
		slog.Warn("reply", "err", err)
	}
}
