// One file, signal.Notify with a channel, a second signal waited for by hand.
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"os"
	"os/signal"
	"sync"
	"sync/atomic"
	"syscall"
	"time"
)

var (
	draining atomic.Bool

	lock   sync.Mutex
	events [][]byte
)

func getenv(name, fallback string) string {
	if v, ok := os.LookupEnv(name); ok && v != "" {
		return v
	}
	return fallback
}

func duration(name, fallback string) time.Duration {
	d, err := time.ParseDuration(getenv(name, fallback))
	if err != nil {
		log.Fatalf("%s: %v", name, err)
	}
	return d
}

func main() {
	drainDelay := duration("DRAIN_DELAY", "2s")
	shutdownTimeout := duration("SHUTDOWN_TIMEOUT", "10s")
	deliveryTimeout := duration("DELIVERY_TIMEOUT", "10s")
	flushInterval := duration("FLUSH_INTERVAL", "1s")

	signals := make(chan os.Signal, 2)
	signal.Notify(signals, syscall.SIGTERM, syscall.SIGINT)

	quit := make(chan struct{})
	var worker sync.WaitGroup
	worker.Add(1)
	go func() {
		defer worker.Done()
		ticker := time.NewTicker(flushInterval)
		defer ticker.Stop()
		for {
			select {
			case <-ticker.C:
				post()
			case <-quit:
				post()
				return
			}
		}
	}()

	http.HandleFunc("/healthz", func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprintln(w, "ok")
	})
	http.HandleFunc("/readyz", func(w http.ResponseWriter, r *http.Request) {
		if draining.Load() || !databaseThere() {
			http.Error(w, `{"error":"not ready"}`, http.StatusServiceUnavailable)
			return
		}
		fmt.Fprintln(w, `{"ready":true}`)
	})
	http.HandleFunc("/slow", func(w http.ResponseWriter, r *http.Request) {
		req, err := http.NewRequestWithContext(r.Context(), "GET", os.Getenv("GATE_URL"), nil)
		if err == nil {
			var res *http.Response
			if res, err = http.DefaultClient.Do(req); err == nil {
				res.Body.Close()
				fmt.Fprintln(w, `"done"`)
				return
			}
		}
		if r.Context().Err() == nil {
			http.Error(w, fmt.Sprintf(`{"error":%q}`, err.Error()), http.StatusBadGateway)
		}
	})
	http.HandleFunc("POST /events", func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil || !json.Valid(body) {
			http.Error(w, `{"error":"JSON, please"}`, http.StatusBadRequest)
			return
		}
		lock.Lock()
		events = append(events, body)
		lock.Unlock()
		w.WriteHeader(http.StatusAccepted)
	})

	srv := &http.Server{Addr: ":" + getenv("PORT", "8080")}
	go func() {
		if err := srv.ListenAndServe(); err != http.ErrServerClosed {
			log.Fatal(err)
		}
	}()

	log.Print("got ", <-signals)
	go func() {
		log.Print("got ", <-signals, " again")
		os.Exit(130)
	}()

	draining.Store(true)
	<-time.After(drainDelay)
	ctx, cancel := context.WithTimeout(context.Background(), shutdownTimeout)
	defer cancel()
	code := 0
	if srv.Shutdown(ctx) != nil {
		log.Print("some requests are still running")
		code = 1
	}

	close(quit)
	finished := make(chan struct{})
	go func() { worker.Wait(); close(finished) }()
	select {
	case <-finished:
	case <-time.After(deliveryTimeout):
		code = 1
	}
	os.Exit(code)
}

func databaseThere() bool {
	addr := os.Getenv("DB_ADDR")
	if addr == "" {
		return true
	}
	conn, err := net.DialTimeout("tcp", addr, 800*time.Millisecond)
	if err != nil {
		return false
	}
	conn.Close()
	return true
}

func post() {
	lock.Lock()
	batch := events
	events = nil
	lock.Unlock()
	if len(batch) == 0 {
		return
	}
	body := append([]byte("["), bytes.Join(batch, []byte(","))...)
	body = append(body, ']')
	res, err := http.Post(os.Getenv("SINK_URL"), "application/json", bytes.NewReader(body))
	if err == nil {
		res.Body.Close()
		if res.StatusCode/100 == 2 {
			return
		}
	}
	lock.Lock()
	events = append(batch, events...)
	lock.Unlock()
}
