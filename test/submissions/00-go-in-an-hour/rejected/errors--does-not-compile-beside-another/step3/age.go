// Package step3: errors.
package step3

import (
	"errors"
	"fmt"
	"strconv"
)

// ErrNegative can be looked for in an error: errors.Is(err, ErrNegative).
var ErrNegative = errors.New("below zero")

// ParseAge turns text such as "42" into a number and nil. Otherwise:
//
//   - text is no number: an error that wraps the one of strconv.Atoi, and
//     whose own words begin with "age"
//   - the number is below zero: an error in which errors.Is finds ErrNegative
func ParseAge(text string) (int, error) {
	age, err := strconv.Atoi(text)
	if err != nil {
		return 0, fmt.Errorf("age: %w", err)
	}
	if age < 0 {
		return 0, fmt.Errorf("age %d: %w", age, ErrNegative)
	}
	return age
}
