package step6

import (
	"fmt"
	"sync"
)

type guard struct {
	sync.Locker
	calls int
}

func (g *guard) do(work func()) int {
	g.Lock()
	defer g.Unlock()
	g.calls++
	fmt.Println("call", g.calls)
	work()
	return g.calls
}

// Guard returns a method value's closure.
func Guard(lock sync.Locker, work func()) func() int {
	g := &guard{Locker: lock}
	return func() int { return g.do(work) }
}
