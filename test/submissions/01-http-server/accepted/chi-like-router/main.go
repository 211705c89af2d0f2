package main

import (
	"encoding/json"
	"fmt"
	"log"
	"net/http"
	"os"
	"sync"
	"time"

	"example.org/chilike-users/chilike"
)

type person struct {
	ID      json.Number `json:"id"`
	Email   string      `json:"email"`
	Name    string      `json:"name"`
	Created time.Time   `json:"created_at"`
}

type app struct {
	sync.RWMutex
	people map[string]*person
	next   int
}

func (a *app) insert(name, email string) *person {
	a.Lock()
	defer a.Unlock()
	a.next += 7 // ids need not be consecutive
	p := &person{json.Number(fmt.Sprint(a.next)), email, name, time.Now()}
	a.people[p.ID.String()] = p
	return p
}

func (a *app) find(id string) (*person, bool) {
	a.RLock()
	defer a.RUnlock()
	p, ok := a.people[id]
	return p, ok
}

func (a *app) everyone() []*person {
	a.RLock()
	defer a.RUnlock()
	all := []*person{}
	for _, p := range a.people { // in no particular order
		all = append(all, p)
	}
	return all
}

func logging(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		start := time.Now()
		next.ServeHTTP(w, r)
		log.Printf("\033[32m%s\033[0m %s %s", r.Method, r.URL.Path, time.Since(start))
	})
}

func main() {
	a := &app{people: map[string]*person{}}
	router := chilike.New()
	router.Use(logging)
	router.NotFound = func(w http.ResponseWriter, r *http.Request) {
		render(w, http.StatusNotFound, map[string]string{"error": "nothing here"})
	}
	router.Get("/health", func(w http.ResponseWriter, r *http.Request) {
		render(w, http.StatusOK, map[string]string{"status": "ok"})
	})
	router.Get("/api/users", respond(a.index))
	router.Post("/api/users", respond(a.create))
	router.Get("/api/users/{id}", respond(a.show))

	port, ok := os.LookupEnv("PORT")
	if !ok {
		port = "8080"
	}
	log.Println("http://localhost:" + port)
	log.Fatalln(http.ListenAndServe(":"+port, router))
}
