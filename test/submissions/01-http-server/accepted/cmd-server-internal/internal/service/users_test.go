package service_test

import (
	"context"
	"errors"
	"testing"

	"github.com/acme/users/internal/repository"
	"github.com/acme/users/internal/service"
)

func TestCreateRefusesBlankNames(t *testing.T) {
	_, err := service.New(repository.NewMemory()).Create(context.Background(), " ", "a@b")
	var invalid *service.Invalid
	if !errors.As(err, &invalid) {
		t.Fatalf("got %v, want Invalid", err)
	}
}
