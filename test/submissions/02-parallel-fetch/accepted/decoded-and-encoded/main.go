// Documents are decoded, with UseNumber, and encoded again: other white space,
// other order of the keys, other escapes, the same JSON. The futures are generic.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log"
	"net/http"
	"os"
	"strconv"
	"time"
)

type result[T any] struct {
	value T
	err   error
}

// async starts work and returns what waits for its result.
func async[T any](work func() (T, error)) <-chan result[T] {
	ch := make(chan result[T], 1)
	go func() {
		defer close(ch)
		value, err := work()
		ch <- result[T]{value, err}
	}()
	return ch
}

type source struct{ name, url string }

// A broken upstream is an error with a status of its own.
type broken struct {
	source string
	status int
	error
}

type app struct {
	timeout time.Duration
	sources [2]source
}

func (a *app) dashboard(w http.ResponseWriter, r *http.Request) {
	id, err := strconv.ParseInt(r.PathValue("id"), 10, 64)
	if err != nil || id <= 0 {
		encode(w, http.StatusBadRequest, map[string]any{"error": "no such id"})
		return
	}
	pages := map[string]any{}
	left, right := a.load(r.Context(), a.sources[0], id), a.load(r.Context(), a.sources[1], id)
	for left != nil || right != nil {
		var r result[any]
		var name string
		select {
		case r = <-left:
			left, name = nil, a.sources[0].name
		case r = <-right:
			right, name = nil, a.sources[1].name
		}
		var b *broken
		if errors.As(r.err, &b) {
			encode(w, b.status, map[string]any{"error": b.Error(), "upstream": b.source})
			return
		}
		pages[name] = r.value
	}
	encode(w, http.StatusOK, pages)
}

func (a *app) load(ctx context.Context, from source, id int64) <-chan result[any] {
	return async(func() (any, error) {
		ctx, cancel := context.WithDeadline(ctx, time.Now().Add(a.timeout))
		defer cancel()
		value, err := fetch(ctx, fmt.Sprintf("%s/%d", from.url, id))
		switch {
		case err == nil:
			return value, nil
		case ctx.Err() == context.DeadlineExceeded:
			return nil, &broken{from.name, http.StatusGatewayTimeout, err}
		default:
			return nil, &broken{from.name, http.StatusBadGateway, err}
		}
	})
}

func fetch(ctx context.Context, url string) (any, error) {
	// A client for each request: cheap, because all use the default transport.
	client := http.Client{}
	req, err := http.NewRequest(http.MethodGet, url, nil)
	if err != nil {
		return nil, err
	}
	res, err := client.Do(req.WithContext(ctx))
	if err != nil {
		return nil, err
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("answered %d", res.StatusCode)
	}
	decoder := json.NewDecoder(res.Body)
	decoder.UseNumber()
	var value any
	err = decoder.Decode(&value)
	return value, err
}

func encode(w http.ResponseWriter, status int, value any) {
	w.Header().Add("content-type", "application/json")
	w.WriteHeader(status)
	e := json.NewEncoder(w)
	e.SetIndent("", "    ")
	e.SetEscapeHTML(false)
	if err := e.Encode(value); err != nil {
		log.Println(err)
	}
}

func getenv(name, fallback string) string {
	if v := os.Getenv(name); v != "" {
		return v
	}
	return fallback
}

func main() {
	timeout, err := time.ParseDuration(getenv("UPSTREAM_TIMEOUT", "2s"))
	if err != nil {
		log.Fatal(err)
	}
	a := &app{timeout, [2]source{
		{"orders", os.Getenv("ORDERS_URL") + "/orders"},
		{"profile", os.Getenv("PROFILE_URL") + "/profiles"},
	}}
	http.HandleFunc("GET /api/dashboard/{id}", a.dashboard)
	http.HandleFunc("GET /health", func(w http.ResponseWriter, r *http.Request) {
		encode(w, http.StatusOK, map[string]string{"status": "ok"})
	})
	log.Fatal(http.ListenAndServe("0.0.0.0:"+getenv("PORT", "8080"), nil))
}
