// Package events delivers accepted events.
package events

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"time"
)

type Queue struct {
	url    string
	client http.Client

	mu      sync.Mutex
	waiting []json.RawMessage
}

func NewQueue(url string) *Queue {
	return &Queue{url: url, client: http.Client{Timeout: 9 * time.Second}}
}

func (q *Queue) Put(event json.RawMessage) {
	q.mu.Lock()
	q.waiting = append(q.waiting, event)
	q.mu.Unlock()
}

// Run delivers until ctx is done, and then all that is left.
func (q *Queue) Run(ctx context.Context, every time.Duration) error {
	tick := time.NewTicker(every)
	defer tick.Stop()
	for {
		select {
		case <-tick.C:
			_ = q.deliver() // stays in the queue, so the next tick tries again
		case <-ctx.Done():
			return q.deliver()
		}
	}
}

// deliver takes events off the queue only after the sink has them. It is
// called by one goroutine alone.
func (q *Queue) deliver() error {
	q.mu.Lock()
	batch := q.waiting[:len(q.waiting):len(q.waiting)]
	q.mu.Unlock()
	if len(batch) == 0 {
		return nil
	}
	body, err := json.Marshal(batch)
	if err != nil {
		return err
	}
	res, err := q.client.Post(q.url, "application/json", bytes.NewReader(body))
	if err != nil {
		return err
	}
	if err := errors.Join(res.Body.Close(), statusError(res)); err != nil {
		return err
	}
	q.mu.Lock()
	q.waiting = q.waiting[len(batch):]
	q.mu.Unlock()
	return nil
}

func statusError(res *http.Response) error {
	if res.StatusCode >= 300 {
		return fmt.Errorf("sink: %s", res.Status)
	}
	return nil
}
