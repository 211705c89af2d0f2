// Package step3: errors.
package step3

import (
	"errors"
	"strconv"
)

// ErrNegative can be looked for in an error: errors.Is(err, ErrNegative).
var ErrNegative = errors.New("below zero")

// ParseAge turns text such as "42" into a number and nil. Otherwise:
//
//   - text is no number: an error that wraps the one of strconv.Atoi, and
//     whose own words begin with "age"
//   - the number is below zero: an error in which errors.Is finds ErrNegative
//
// TODO 3: the error of Atoi is dropped here. Look at it, and at the number.
// fmt.Errorf("age: %w", err) wraps an error; fmt has to be imported.
func ParseAge(text string) (int, error) {
	age, _ := strconv.Atoi(text)
	return age, nil
}
