// Everything is a channel: the worker owns the events, readiness owns its
// state, and main is one select after the other.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"
)

type setting struct{ name, fallback string }

func (s setting) String() string {
	if v := os.Getenv(s.name); v != "" {
		return v
	}
	return s.fallback
}

func (s setting) Duration() time.Duration {
	d, err := time.ParseDuration(s.String())
	if err != nil {
		fmt.Fprintln(os.Stderr, s.name, err)
		os.Exit(2)
	}
	return d
}

func main() { os.Exit(serve()) }

func serve() (code int) {
	var (
		port     = setting{"PORT", "8080"}
		drain    = setting{"DRAIN_DELAY", "2s"}.Duration()
		timeout  = setting{"SHUTDOWN_TIMEOUT", "10s"}.Duration()
		delivery = setting{"DELIVERY_TIMEOUT", "10s"}.Duration()
		interval = setting{"FLUSH_INTERVAL", "1s"}.Duration()
	)
	term, interrupt := make(chan os.Signal, 1), make(chan os.Signal, 1)
	signal.Notify(term, syscall.SIGTERM)
	signal.Notify(interrupt, syscall.SIGINT)

	in := make(chan json.RawMessage)
	delivered := make(chan bool, 1)
	go func() { delivered <- work(in, interval) }()

	unready := make(chan struct{})
	server := &http.Server{Addr: ":" + port.String(), Handler: handler(in, unready)}
	closed := make(chan error, 1)
	go func() { closed <- server.ListenAndServe() }()

	select {
	case err := <-closed:
		fmt.Fprintln(os.Stderr, err)
		return 1
	case <-term:
	case <-interrupt:
	}
	close(unready)
	select {
	case <-time.After(drain):
	case <-term:
		return 143
	case <-interrupt:
		return 130
	}

	ctx, cancel := context.WithTimeout(context.Background(), timeout)
	defer cancel()
	finished := make(chan error, 1)
	go func() { finished <- server.Shutdown(ctx) }()
	select {
	case err := <-finished:
		if err != nil {
			return 1 // in stays open: a handler may still be about to send on it
		}
	case <-term:
		return 143
	case <-interrupt:
		return 130
	}

	close(in) // no handler is left that could send
	select {
	case all := <-delivered:
		if !all {
			return 1
		}
		return 0
	case <-time.After(delivery):
		return 1
	}
}

func work(in <-chan json.RawMessage, interval time.Duration) (all bool) {
	tick := time.NewTicker(interval)
	defer tick.Stop()
	var batch []json.RawMessage
	var busy chan bool // nil while nothing is on its way
	sent := 0
	deliver := func() {
		if busy != nil || len(batch) == 0 {
			return
		}
		document, _ := json.Marshal(batch)
		sent, busy = len(batch), make(chan bool, 1)
		go func(done chan<- bool) { done <- post(string(document)) }(busy)
	}
	ended := false
	for {
		select {
		case event, open := <-in:
			if !open {
				in, ended = nil, true
				deliver()
				break
			}
			batch = append(batch, event)
		case <-tick.C:
			deliver()
		case ok := <-busy:
			busy = nil
			if ok {
				batch = batch[sent:]
			}
			if ended {
				deliver()
			}
		}
		if ended && busy == nil && len(batch) == 0 {
			return true
		}
	}
}

func post(document string) bool {
	client := &http.Client{Timeout: 8 * time.Second}
	res, err := client.Post(os.Getenv("SINK_URL"), "application/json", strings.NewReader(document))
	if err != nil {
		return false
	}
	defer res.Body.Close()
	io.Copy(io.Discard, res.Body)
	return res.StatusCode/100 == 2
}
