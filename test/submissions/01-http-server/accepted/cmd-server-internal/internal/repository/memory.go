package repository

import (
	"context"
	"sync"

	"github.com/acme/users/internal/model"
)

type Memory struct {
	mu    sync.Mutex
	items []model.User
}

func NewMemory() *Memory { return &Memory{} }

func (m *Memory) Save(_ context.Context, u model.User) (model.User, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	// Nothing is ever removed, so under the lock the length makes a fine id.
	u.ID = uint64(len(m.items) + 1)
	m.items = append(m.items, u)
	return u, nil
}

func (m *Memory) ByID(_ context.Context, id uint64) (model.User, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if id > uint64(len(m.items)) {
		return model.User{}, model.ErrNotFound
	}
	return m.items[id-1], nil
}

func (m *Memory) All(_ context.Context) ([]model.User, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return append([]model.User{}, m.items...), nil
}
