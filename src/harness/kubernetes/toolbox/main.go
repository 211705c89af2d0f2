// Command toolbox is the checker's hand inside the cluster: it sends requests
// through the learner's Service, plays the dependencies that can be taken
// away, and is the HTTP server that the learner's program calls.
//
// Its arguments are the fakes, name:port. It is driven over HTTP on :8090
// (through the API server's pod proxy); URLs travel base64url-encoded in the
// path, since the proxy takes no body.
package main

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"
)

func main() {
	fakes, err := startFakes(os.Args[1:])
	if err != nil {
		panic(err)
	}
	loads := &loads{running: map[string]*load{}}

	mux := http.NewServeMux()
	ok := func(w http.ResponseWriter, _ *http.Request) { reply(w, map[string]any{"ok": true}) }
	mux.HandleFunc("/ready", ok)
	mux.HandleFunc("/upstream/", ok)
	mux.HandleFunc("GET /get/{url}", func(w http.ResponseWriter, r *http.Request) { reply(w, fetch(r.Context(), decode(r))) })
	mux.HandleFunc("GET /fake/{name}/{state}", func(w http.ResponseWriter, r *http.Request) {
		reply(w, map[string]any{"ok": fakes.set(r.PathValue("name"), r.PathValue("state") == "up") == nil})
	})
	mux.HandleFunc("GET /load/start/{url}", func(w http.ResponseWriter, r *http.Request) { reply(w, loads.start(decode(r))) })
	mux.HandleFunc("GET /load/look/{id}", func(w http.ResponseWriter, r *http.Request) { reply(w, loads.look(r.PathValue("id"))) })
	mux.HandleFunc("GET /load/stop/{id}", func(w http.ResponseWriter, r *http.Request) { reply(w, loads.stop(r.PathValue("id"))) })

	go http.ListenAndServe(":8090", mux)
	stop := make(chan os.Signal, 1)
	signal.Notify(stop, syscall.SIGTERM, syscall.SIGINT)
	<-stop
}

func reply(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json")
	json.NewEncoder(w).Encode(v)
}

func decode(r *http.Request) string {
	text, _ := base64.RawURLEncoding.DecodeString(r.PathValue("url"))
	return string(text)
}

type answer struct {
	Status int    `json:"status"`
	Body   string `json:"body"`
	Error  string `json:"error,omitempty"`
}

// once asks on a connection of its own.
var once = &http.Client{Timeout: 10 * time.Second, Transport: &http.Transport{DisableKeepAlives: true}}

func fetch(ctx context.Context, url string) answer {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return answer{Error: err.Error()}
	}
	resp, err := once.Do(req)
	if err != nil {
		return answer{Error: reason(err)}
	}
	defer resp.Body.Close()
	body, _ := io.ReadAll(io.LimitReader(resp.Body, 64<<10))
	return answer{Status: resp.StatusCode, Body: string(body)}
}

// reason is the part of a client's error that says what happened.
func reason(err error) string {
	var timeout net.Error
	switch {
	case errors.Is(err, syscall.ECONNREFUSED):
		return "connection refused"
	case errors.Is(err, syscall.ECONNRESET):
		return "connection reset"
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return "connection closed without an answer"
	case errors.As(err, &timeout) && timeout.Timeout():
		return "no answer within 10 s"
	}
	var dns *net.DNSError
	if errors.As(err, &dns) {
		return "the name " + dns.Name + " does not resolve"
	}
	return err.Error()
}
