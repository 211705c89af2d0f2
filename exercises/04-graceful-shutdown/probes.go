package main

import "net/http"

const notWritten = "not written yet"

// healthz is the liveness probe: "should I be restarted?".
//
// TODO 1: answer 200 for as long as the process lives.
func healthz(w http.ResponseWriter, _ *http.Request) {
	writeError(w, http.StatusNotImplemented, notWritten)
}

// readiness is the readiness probe: "should I be sent requests?".
type readiness struct {
	dbAddr string // host:port; empty means that we depend on nothing
}

// TODO 2: answer 200, but 503 while nothing accepts a TCP connection at
// dbAddr. Be quick about it: within a second, also when a firewall swallows
// our packets and the dial would wait for minutes.
//
// TODO 3: answer 503 from the first signal on, whatever the database does.
// Many goroutines will ask while one tells: see sync/atomic.
func (rd *readiness) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	writeError(w, http.StatusNotImplemented, notWritten)
}
