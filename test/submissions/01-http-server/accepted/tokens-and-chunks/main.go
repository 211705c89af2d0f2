// A generic store, a decoder that reads tokens, ids that start at 1000, and answers in chunks on connections that are used once.
package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode/utf8"
)

type store[K comparable, V any] struct {
	sync.RWMutex
	items map[K]V
	next  func() K
}

func (s *store[K, V]) add(build func(K) V) (K, V) {
	s.Lock()
	defer s.Unlock()
	key := s.next()
	value := build(key)
	s.items[key] = value
	return key, value
}

func (s *store[K, V]) find(key K) (V, bool) {
	s.RLock()
	defer s.RUnlock()
	value, ok := s.items[key]
	return value, ok
}

func (s *store[K, V]) all() []V {
	s.RLock()
	defer s.RUnlock()
	list := make([]V, 0, len(s.items))
	for _, value := range s.items {
		list = append(list, value)
	}
	return list
}

type input struct{ Name, Email string }

type user struct {
	ID    uint64 `json:"id"`
	Name  string `json:"name"`
	Email string `json:"email"`
}

// readInput walks the document token by token.
func readInput(body io.Reader) (in input, err error) {
	decoder := json.NewDecoder(body)
	token, err := decoder.Token()
	if err != nil {
		return in, err
	}
	if token != json.Delim('{') {
		return in, errors.New("not an object")
	}
	for decoder.More() {
		key, err := decoder.Token()
		if err != nil {
			return in, err
		}
		value, err := decoder.Token()
		if err != nil {
			return in, err
		}
		text, ok := value.(string)
		if !ok {
			return in, fmt.Errorf("%v is not a string", key)
		}
		switch key {
		case "name":
			in.Name = text
		case "email":
			in.Email = text
		default:
			return in, fmt.Errorf("unknown field %v", key)
		}
	}
	if _, err := decoder.Token(); err != nil {
		return in, err
	}
	if _, err := decoder.Token(); err != io.EOF {
		return in, errors.New("something follows the document")
	}
	return in, nil
}

// send writes in two pieces with a flush between: the answer is chunked.
func send(w http.ResponseWriter, status int, value any) {
	var body bytes.Buffer
	encoder := json.NewEncoder(&body)
	encoder.SetIndent("", "\t")
	_ = encoder.Encode(value)
	h := w.Header()
	h.Set("Content-Type", "application/json; charset=utf-8")
	h.Set("Cache-Control", "no-store")
	h.Set("X-Content-Type-Options", "nosniff")
	w.WriteHeader(status)
	half := body.Len() / 2
	_, _ = w.Write(body.Next(half))
	_ = http.NewResponseController(w).Flush()
	_, _ = w.Write(body.Bytes())
}

func problem(w http.ResponseWriter, status int, text string) {
	send(w, status, map[string]any{"error": text, "status": status})
}

func main() {
	last := uint64(999)
	users := &store[uint64, user]{items: map[uint64]user{}, next: func() uint64 { last += 7; return last }}

	routes := map[string]map[string]http.HandlerFunc{
		"health": {"GET": func(w http.ResponseWriter, _ *http.Request) { send(w, 200, map[string]string{"status": "ok"}) }},
		"users": {
			"GET":  func(w http.ResponseWriter, _ *http.Request) { send(w, 200, users.all()) },
			"POST": func(w http.ResponseWriter, r *http.Request) { create(users, w, r) },
		},
		"user": {"GET": func(w http.ResponseWriter, r *http.Request) { show(users, w, r) }},
	}
	handler := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		route := ""
		switch parts := strings.Split(r.URL.Path, "/"); {
		case r.URL.Path == "/health":
			route = "health"
		case r.URL.Path == "/api/users":
			route = "users"
		case len(parts) == 4 && strings.HasPrefix(r.URL.Path, "/api/users/"):
			route = "user"
		default:
			problem(w, 404, "no such path")
			return
		}
		if serve, ok := routes[route][r.Method]; ok {
			serve(w, r)
			return
		}
		for method := range routes[route] {
			w.Header().Add("Allow", method)
		}
		problem(w, 405, "no such method here")
	})

	port := os.Getenv("PORT")
	if port == "" {
		port = "8080"
	}
	server := &http.Server{
		Handler: handler, ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 30 * time.Second,
		WriteTimeout: 30 * time.Second, IdleTimeout: time.Minute, MaxHeaderBytes: 1 << 16,
	}
	server.SetKeepAlivesEnabled(false)
	listener, err := net.Listen("tcp", net.JoinHostPort("", port))
	if err == nil {
		err = server.Serve(listener)
	}
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}

func show(users *store[uint64, user], w http.ResponseWriter, r *http.Request) {
	id, err := strconv.ParseUint(r.URL.Path[len("/api/users/"):], 10, 64)
	if err != nil || id == 0 {
		problem(w, 400, "not an id")
		return
	}
	if found, ok := users.find(id); ok {
		send(w, 200, found)
		return
	}
	problem(w, 404, "no such user")
}

func create(users *store[uint64, user], w http.ResponseWriter, r *http.Request) {
	in, err := readInput(http.MaxBytesReader(w, r.Body, 1<<20))
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		problem(w, 413, "at most 1 MiB")
	case err != nil:
		problem(w, 400, err.Error())
	case strings.TrimSpace(in.Name) == "" || utf8.RuneCountInString(in.Name) > 100:
		problem(w, 400, "name: 1 to 100 characters")
	case !strings.Contains(in.Email, "@"):
		problem(w, 400, "email: an @ is missing")
	default:
		id, added := users.add(func(id uint64) user { return user{id, in.Name, in.Email} })
		w.Header().Set("Location", "/api/users/"+strconv.FormatUint(id, 10))
		send(w, 201, added)
	}
}
