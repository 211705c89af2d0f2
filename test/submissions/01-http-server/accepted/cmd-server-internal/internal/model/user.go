// Package model holds what the service speaks of.
package model

import "errors"

type User struct {
	ID    uint64 `json:"id"`
	Name  string `json:"name"`
	Email string `json:"email"`
}

var ErrNotFound = errors.New("user not found")
