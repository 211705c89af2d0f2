// Package step6: closures and defer.
package step6

import "sync"

// Guard returns a function. Each call of that function locks lock, calls work
// and unlocks lock, also when work panics; the panic then goes on. It returns
// how often it has been called, this call included.
func Guard(lock sync.Locker, work func()) func() int {
	calls := 0
	return func() int {
		lock.lock()
		defer lock.Unlock()
		calls++
		work()
		return calls
	}
}
