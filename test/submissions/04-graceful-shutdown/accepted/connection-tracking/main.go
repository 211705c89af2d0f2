package main

import (
	"context"
	"encoding/json"
	"io"
	"log"
	"net"
	"net/http"
	"os"
	"os/signal"
	"sync"
	"syscall"
	"time"
)

func main() {
	cfg, err := settingsFromEnv()
	if err != nil {
		log.Fatal(err)
	}
	interrupted := make(chan os.Signal, 1)
	signal.Notify(interrupted, os.Interrupt, syscall.SIGTERM)

	listener, err := net.Listen("tcp", net.JoinHostPort("", cfg.port))
	if err != nil {
		log.Fatal(err)
	}
	mail := startMailer(cfg.sinkURL, cfg.flushInterval)
	conns := newTracker()
	leaving := make(chan struct{})
	server := &http.Server{Handler: router(cfg, mail, leaving), ConnState: conns.changed}
	go server.Serve(listener)

	<-interrupted
	signal.Reset()
	close(leaving)
	time.Sleep(cfg.drainDelay)

	listener.Close()
	ctx, cancel := context.WithTimeout(context.Background(), cfg.shutdownTimeout)
	defer cancel()
	late := conns.drain(ctx)
	time.AfterFunc(cfg.deliveryTimeout, func() { os.Exit(5) })
	delivered := mail.finish()
	if late != nil || !delivered {
		os.Exit(4)
	}
}

// router matches by hand.
func router(cfg settings, mail *mailer, leaving <-chan struct{}) http.Handler {
	var once sync.Once
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		once.Do(func() { log.Print("first request: ", r.URL.Path) })
		w.Header().Set("Content-Type", "application/json")
		switch r.Method + " " + r.URL.Path {
		case "GET /healthz":
			io.WriteString(w, `{"alive":true}`)
		case "GET /readyz":
			select {
			case <-leaving:
				w.WriteHeader(http.StatusServiceUnavailable)
				return
			default:
			}
			if cfg.dbAddr != "" {
				conn, err := net.DialTimeout("tcp", cfg.dbAddr, 700*time.Millisecond)
				if err != nil {
					w.WriteHeader(http.StatusServiceUnavailable)
					return
				}
				conn.Close()
			}
			io.WriteString(w, `{"ready":true}`)
		case "GET /slow":
			slow(w, r, cfg.gateURL)
		case "POST /events":
			var event json.RawMessage
			if json.NewDecoder(r.Body).Decode(&event) != nil {
				w.WriteHeader(http.StatusBadRequest)
				io.WriteString(w, `{"error":"not JSON"}`)
				return
			}
			mail.put(event)
			w.WriteHeader(http.StatusAccepted)
		default:
			w.WriteHeader(http.StatusNotFound)
			io.WriteString(w, `{"error":"not found"}`)
		}
	})
}

// slow streams: the first byte leaves at once, the rest when the gate opens.
func slow(w http.ResponseWriter, r *http.Request, gateURL string) {
	req, err := http.NewRequestWithContext(r.Context(), "GET", gateURL, nil)
	if err != nil {
		w.WriteHeader(http.StatusInternalServerError)
		return
	}
	io.WriteString(w, `{"answer":`)
	http.NewResponseController(w).Flush()
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	res.Body.Close()
	io.WriteString(w, `"done"}`)
}
