package main

import (
	"crypto/rand"
	"encoding/binary"
)

type user struct {
	ID    int64  `json:"id"`
	Name  string `json:"name"`
	Email string `json:"email"`
}

// The store is one goroutine that owns the map; the others send it work.
// Do not communicate by sharing memory; share memory by communicating.
type store chan func(map[int64]user)

func newStore() store {
	s := make(store)
	go func() {
		users := make(map[int64]user)
		for work := range s {
			work(users)
		}
	}()
	return s
}

func (s store) do(work func(map[int64]user)) {
	done := make(chan struct{})
	s <- func(users map[int64]user) {
		defer close(done)
		work(users)
	}
	<-done
}

// add gives a random id of 63 bits: hard to guess, far above 2^53.
func (s store) add(name, email string) (u user) {
	s.do(func(users map[int64]user) {
		for {
			u = user{ID: randomID(), Name: name, Email: email}
			if _, taken := users[u.ID]; !taken && u.ID > 0 {
				users[u.ID] = u
				return
			}
		}
	})
	return u
}

func (s store) get(id int64) (u user, ok bool) {
	s.do(func(users map[int64]user) { u, ok = users[id] })
	return u, ok
}

func (s store) all() (list []user) {
	list = []user{}
	s.do(func(users map[int64]user) {
		for _, u := range users {
			list = append(list, u)
		}
	})
	return list
}

func randomID() int64 {
	var b [8]byte
	if _, err := rand.Read(b[:]); err != nil {
		panic(err)
	}
	// The second highest bit is set, so that an id never fits a float64.
	return int64(binary.BigEndian.Uint64(b[:])>>1 | 1<<62 | 1)
}
