package main

// user is what the API speaks of. The tags name the members in JSON.
type user struct {
	ID    int64  `json:"id"`
	Name  string `json:"name"`
	Email string `json:"email"`
}

// store keeps users in memory.
//
// STEP 4, check "concurrent": net/http serves every request in a goroutine of
// its own, so two requests can be in here at the same moment. A map that is
// written by two goroutines at once is broken Go: guard it with a sync.Mutex.
// With a field mu sync.Mutex in the store, a method begins like this:
//
//	func (s *store) get(id int64) (user, bool) {
//		s.mu.Lock()
//		defer s.mu.Unlock() // when the function returns, however it does
//		u, ok := s.users[id] // ok is false where there is no such key
//		return u, ok
//	}
type store struct {
	users map[int64]user
}

func newStore() *store {
	return &store{users: make(map[int64]user)}
}
