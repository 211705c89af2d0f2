package step1

// Account has methods, which the task does not ask for.
type Account struct {
	Owner   string
	Balance int
	history []int
}

func (a *Account) add(amount int) {
	a.Balance += amount
	a.history = append(a.history, amount)
}

func (a Account) has(amount int) bool { return a.Balance >= amount }

// Transfer has named results, and a deferred function that looks at one.
func Transfer(from *Account, to *Account, amount int) (moved bool) {
	defer func() {
		if moved {
			to.add(amount)
		}
	}()
	if !from.has(amount) {
		return
	}
	from.add(-amount)
	return true
}
