package main

import (
	"context"
	"net"
	"net/http"
	"sync/atomic"
	"time"
)

func healthz(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusOK) }

// readiness answers from what its prober has seen last, up to a second ago.
type readiness struct {
	dbAddr   string
	stopping context.Context
	verdict  atomic.Int32
}

func newReadiness(stopping context.Context, dbAddr string) *readiness {
	rd := &readiness{dbAddr: dbAddr, stopping: stopping}
	rd.verdict.Store(http.StatusServiceUnavailable)
	go rd.watch()
	return rd
}

func (rd *readiness) ServeHTTP(w http.ResponseWriter, _ *http.Request) {
	w.WriteHeader(int(rd.verdict.Load()))
}

func (rd *readiness) watch() {
	for range time.Tick(600 * time.Millisecond) {
		rd.verdict.Store(rd.look())
	}
}

func (rd *readiness) look() int32 {
	if rd.stopping.Err() != nil {
		return http.StatusServiceUnavailable
	}
	if rd.dbAddr == "" {
		return http.StatusOK
	}
	conn, err := net.DialTimeout("tcp", rd.dbAddr, 300*time.Millisecond)
	if err != nil {
		return http.StatusServiceUnavailable
	}
	conn.Close()
	return http.StatusOK
}
