// Package group runs functions side by side and keeps their first error.
package group

import (
	"errors"
	"sync"
	"time"
)

type Group struct {
	wait  sync.WaitGroup
	once  sync.Once
	first error
}

func New() *Group { return &Group{} }

func (g *Group) Go(f func() error) {
	g.wait.Add(1)
	go func() {
		defer g.wait.Done()
		if err := f(); err != nil {
			g.once.Do(func() { g.first = err })
		}
	}()
}

func (g *Group) Wait() error {
	g.wait.Wait()
	return g.first
}

func (g *Group) WaitFor(limit time.Duration) error {
	done := make(chan error, 1)
	go func() { done <- g.Wait() }()
	select {
	case err := <-done:
		return err
	case <-time.After(limit):
		return errors.New("time is up")
	}
}
