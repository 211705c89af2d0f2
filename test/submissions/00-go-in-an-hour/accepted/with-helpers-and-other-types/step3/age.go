package step3

import (
	"errors"
	"fmt"
	"strconv"
)

var ErrNegative = errors.New("age: below zero")

// AgeError is a type of its own that wraps the cause.
type AgeError struct {
	Text  string
	Cause error
}

func (e *AgeError) Error() string { return fmt.Sprintf("age %q: %v", e.Text, e.Cause) }
func (e *AgeError) Unwrap() error { return e.Cause }

func ParseAge(text string) (int, error) {
	age, err := strconv.Atoi(text)
	switch {
	case err != nil:
		return 0, &AgeError{text, err}
	case age < 0:
		return 0, &AgeError{text, ErrNegative}
	}
	return age, nil
}
