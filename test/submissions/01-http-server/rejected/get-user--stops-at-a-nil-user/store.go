package main

import "sync"

// user is what the API speaks of. The tags name the members in JSON.
type user struct {
	ID    int64  `json:"id"`
	Name  string `json:"name"`
	Email string `json:"email"`
}

// store keeps users in memory. net/http serves every request in a goroutine of
// its own, so everything below mu is touched only while mu is held.
type store struct {
	mu     sync.RWMutex
	lastID int64
	users  map[int64]*user
}

func newStore() *store {
	return &store{users: make(map[int64]*user)}
}

// add stores a user under a new id and returns it.
func (s *store) add(name, email string) user {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.lastID++
	u := user{ID: s.lastID, Name: name, Email: email}
	s.users[u.ID] = &u
	return u
}

// get returns the user with that id, and whether there is one.
func (s *store) get(id int64) (user, bool) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	u := s.users[id]
	return *u, u != nil
}

// list returns every user, the oldest first. It is never nil: a nil slice
// becomes null in JSON, an empty one becomes [].
func (s *store) list() []user {
	s.mu.RLock()
	defer s.mu.RUnlock()
	users := make([]user, 0, len(s.users))
	for id := int64(1); id <= s.lastID; id++ {
		users = append(users, *s.users[id])
	}
	return users
}
