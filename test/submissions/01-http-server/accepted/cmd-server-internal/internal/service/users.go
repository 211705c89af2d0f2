package service

import (
	"context"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/acme/users/internal/model"
)

type Repository interface {
	Save(context.Context, model.User) (model.User, error)
	ByID(context.Context, uint64) (model.User, error)
	All(context.Context) ([]model.User, error)
}

// Invalid says what is wrong with the input.
type Invalid struct{ Field, Why string }

func (e *Invalid) Error() string { return fmt.Sprintf("%s %s", e.Field, e.Why) }

type Users struct{ repo Repository }

func New(repo Repository) *Users { return &Users{repo: repo} }

func (s *Users) Create(ctx context.Context, name, email string) (model.User, error) {
	switch {
	case strings.TrimSpace(name) == "":
		return model.User{}, &Invalid{"name", "is blank"}
	case utf8.RuneCountInString(name) > 100:
		return model.User{}, &Invalid{"name", "is too long"}
	case !strings.Contains(email, "@"):
		return model.User{}, &Invalid{"email", "has no @"}
	}
	return s.repo.Save(ctx, model.User{Name: name, Email: email})
}

func (s *Users) Get(ctx context.Context, id uint64) (model.User, error) { return s.repo.ByID(ctx, id) }
func (s *Users) List(ctx context.Context) ([]model.User, error)         { return s.repo.All(ctx) }
