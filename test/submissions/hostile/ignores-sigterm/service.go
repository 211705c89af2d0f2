package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"log"
	"net/http"
	"os"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
)

type User struct {
	ID    int    `json:"id"`
	Name  string `json:"name"`
	Email string `json:"email"`
}

var (
	users  sync.Map
	lastID atomic.Int64
)

func reply(w http.ResponseWriter, code int, v any) {
	b, err := json.Marshal(v)
	if err != nil {
		http.Error(w, err.Error(), 500)
		return
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Header().Set("Content-Length", strconv.Itoa(len(b)))
	w.WriteHeader(code)
	w.Write(b)
}

func oops(w http.ResponseWriter, code int, msg string) {
	reply(w, code, struct {
		Error string `json:"error"`
	}{msg})
}

func create(w http.ResponseWriter, r *http.Request) {
	b, err := io.ReadAll(http.MaxBytesReader(w, r.Body, 1024*1024))
	var big *http.MaxBytesError
	if errors.As(err, &big) {
		oops(w, 413, "too big")
		return
	}
	if err != nil {
		oops(w, 400, err.Error())
		return
	}
	var u User
	var in struct{ Name, Email *string }
	dec := json.NewDecoder(bytes.NewReader(b))
	dec.DisallowUnknownFields()
	if !json.Valid(b) || dec.Decode(&in) != nil || in.Name == nil || in.Email == nil {
		oops(w, 400, "send {\"name\",\"email\"}")
		return
	}
	u.Name, u.Email = *in.Name, *in.Email
	if len(strings.Fields(u.Name)) == 0 || len([]rune(u.Name)) > 100 || strings.IndexByte(u.Email, '@') < 0 {
		oops(w, 400, "bad name or email")
		return
	}
	u.ID = int(lastID.Add(1))
	users.Store(u.ID, u)
	w.Header().Add("Location", "/api/users/"+strconv.Itoa(u.ID))
	reply(w, 201, &u)
}

func serve() {
	http.HandleFunc("GET /health", func(w http.ResponseWriter, r *http.Request) {
		reply(w, 200, json.RawMessage(`{ "status": "ok" }`))
	})
	http.HandleFunc("POST /api/users", create)
	http.HandleFunc("GET /api/users", func(w http.ResponseWriter, r *http.Request) {
		list := make([]User, 0)
		users.Range(func(_, u any) bool {
			list = append(list, u.(User))
			return true
		})
		reply(w, 200, list)
	})
	http.HandleFunc("GET /api/users/{id}", func(w http.ResponseWriter, r *http.Request) {
		id, err := strconv.ParseUint(r.PathValue("id"), 10, 31)
		if err != nil || id == 0 {
			oops(w, 400, "bad id")
			return
		}
		u, ok := users.Load(int(id))
		if !ok {
			oops(w, 404, "no such user")
			return
		}
		reply(w, 200, u)
	})

	port := os.Getenv("PORT")
	if port == "" {
		port = "8080"
	}
	log.Fatal(http.ListenAndServe("0.0.0.0:"+port, nil))
}
