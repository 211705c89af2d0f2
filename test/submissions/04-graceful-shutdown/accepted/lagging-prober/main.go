// Keep-alive ends with the drain, so every client has to connect anew and
// meets a load balancer that knows better.
package main

import (
	"context"
	"errors"
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
	stopping, restore := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	box := newOutbox(cfg.sinkURL)
	workerCtx, stopWorker := context.WithCancel(context.Background())
	var worker sync.WaitGroup
	worker.Add(1)
	go func() {
		defer worker.Done()
		box.run(workerCtx, cfg.flushInterval)
	}()

	requests, cutOff := context.WithCancel(context.Background())
	server := &http.Server{
		Addr:    ":" + cfg.port,
		Handler: routes(cfg, newReadiness(stopping, cfg.dbAddr), box),
	}
	server.BaseContext = func(net.Listener) context.Context { return requests }

	code := make(chan int, 2)
	go func() {
		<-stopping.Done()
		restore()
		server.SetKeepAlivesEnabled(false)
		<-time.NewTimer(cfg.drainDelay).C
		limit, cancel := context.WithTimeout(context.Background(), cfg.shutdownTimeout)
		defer cancel()
		err := server.Shutdown(limit)
		cutOff()
		time.AfterFunc(cfg.deliveryTimeout, func() { code <- 8 })
		stopWorker()
		worker.Wait()
		if errors.Join(err, box.flush(context.Background())) != nil {
			code <- 9
			return
		}
		code <- 0
	}()
	if err := server.ListenAndServe(); !errors.Is(err, http.ErrServerClosed) {
		log.Fatal(err)
	}
	os.Exit(<-code) // Shutdown has begun; its goroutine says when it is over
}
