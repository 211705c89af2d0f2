// Package step1: values and pointers.
package step1

// Account is a struct, and a value as int is one: = copies it, and so does
// every call that it is passed to.
type Account struct {
	Owner   string
	Balance int
}

// WithBonus shows it: account is a copy, and the caller's own stays as it was.
func WithBonus(account Account) Account {
	account.Balance += 100
	return account
}

// Transfer moves amount from one account to the other and returns true. Where
// from has less than amount, it changes neither and returns false.
func Transfer(from, to *Account, amount int) bool {
	if from.Balance < amount {
		return false
	}
	from.Balance -= amount
	to.Balance += amount
	return true
}
