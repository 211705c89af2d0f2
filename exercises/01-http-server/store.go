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
type store struct {
	users map[int64]user
}

func newStore() *store {
	return &store{users: make(map[int64]user)}
}
