// Package group is golang.org/x/sync/errgroup in thirty lines.
package group

import (
	"context"
	"sync"
)

type Group struct {
	cancel context.CancelCauseFunc
	wg     sync.WaitGroup
	once   sync.Once
	err    error
}

func WithContext(ctx context.Context) (*Group, context.Context) {
	ctx, cancel := context.WithCancelCause(ctx)
	return &Group{cancel: cancel}, ctx
}

// Go runs work; the first error cancels the context of the group.
func (g *Group) Go(work func() error) {
	g.wg.Add(1)
	go func() {
		defer g.wg.Done()
		if err := work(); err != nil {
			g.once.Do(func() {
				g.err = err
				g.cancel(err)
			})
		}
	}()
}

// Wait returns the first error once all work has ended.
func (g *Group) Wait() error {
	g.wg.Wait()
	g.cancel(g.err)
	return g.err
}
