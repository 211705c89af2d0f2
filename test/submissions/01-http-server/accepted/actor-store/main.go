package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"mime"
	"net"
	"net/http"
	"os"
	"strconv"
	"strings"
	"unicode/utf8"
)

func main() {
	port := flag.String("port", env("PORT", "8080"), "port to listen on")
	flag.Parse()

	listener, err := net.Listen("tcp4", "127.0.0.1:"+*port)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	fmt.Println("ready on", listener.Addr())

	server := &http.Server{Handler: api{newStore()}}
	// Every connection serves one request: allowed, if not quick.
	server.SetKeepAlivesEnabled(false)
	fmt.Fprintln(os.Stderr, server.Serve(listener))
	os.Exit(1)
}

func env(name, other string) string {
	if v := os.Getenv(name); v != "" {
		return v
	}
	return other
}

type api struct{ users store }

// ServeHTTP routes by hand.
func (a api) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	id, isUser := strings.CutPrefix(r.URL.Path, "/api/users/")
	switch {
	case r.URL.Path == "/health":
		if allow(w, r, "GET") {
			send(w, 200, map[string]string{"status": "ok"})
		}
	case r.URL.Path == "/api/users":
		if !allow(w, r, "GET", "POST") {
			return
		}
		if r.Method == "POST" {
			a.create(w, r)
			return
		}
		send(w, 200, a.users.all())
	case isUser && id != "" && !strings.Contains(id, "/"):
		if allow(w, r, "GET") {
			a.show(w, id)
		}
	default:
		sendError(w, 404, "no such path")
	}
}

func allow(w http.ResponseWriter, r *http.Request, methods ...string) bool {
	for _, m := range methods {
		if r.Method == m {
			return true
		}
	}
	w.Header().Set("Allow", strings.Join(methods, ","))
	sendError(w, 405, "method not allowed")
	return false
}

func (a api) show(w http.ResponseWriter, text string) {
	for _, c := range text {
		if c < '0' || c > '9' {
			sendError(w, 400, "an id has digits only")
			return
		}
	}
	id, err := strconv.ParseInt(text, 10, 64)
	if err != nil || id == 0 {
		sendError(w, 400, "no id can be "+text)
		return
	}
	if u, ok := a.users.get(id); ok {
		send(w, 200, u)
		return
	}
	sendError(w, 404, "unknown user")
}

const limit = 1 << 20

func (a api) create(w http.ResponseWriter, r *http.Request) {
	// Refused before a byte of it is read.
	if r.ContentLength > limit {
		sendError(w, http.StatusRequestEntityTooLarge, "body too large")
		return
	}
	if kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || kind != "application/json" {
		sendError(w, 400, "send application/json")
		return
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, limit))
	if err != nil {
		if _, ok := err.(*http.MaxBytesError); ok {
			sendError(w, http.StatusRequestEntityTooLarge, "body too large")
			return
		}
		sendError(w, 400, "unreadable body")
		return
	}
	var in struct {
		Name  *string `json:"name"`
		Email *string `json:"email"`
	}
	decoder := json.NewDecoder(strings.NewReader(string(body)))
	decoder.DisallowUnknownFields()
	if decoder.Decode(&in) != nil || in.Name == nil || in.Email == nil {
		sendError(w, 400, "expected an object with name and email")
		return
	}
	if rest := strings.TrimSpace(string(body[decoder.InputOffset():])); rest != "" {
		sendError(w, 400, "something follows the object")
		return
	}
	if strings.TrimSpace(*in.Name) == "" || utf8.RuneCountInString(*in.Name) > 100 || !strings.Contains(*in.Email, "@") {
		sendError(w, 400, "invalid name or email")
		return
	}
	u := a.users.add(*in.Name, *in.Email)
	// An absolute URL names the same resource.
	w.Header().Set("Location", fmt.Sprintf("http://%s/api/users/%d", r.Host, u.ID))
	send(w, 201, u)
}

func send(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	json.NewEncoder(w).Encode(v)
}

func sendError(w http.ResponseWriter, status int, text string) {
	send(w, status, map[string]string{"error": text})
}
