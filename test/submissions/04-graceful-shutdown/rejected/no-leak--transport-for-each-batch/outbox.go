package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"sync"
	"time"
)

// attemptTimeout bounds one attempt to deliver a batch.
const attemptTimeout = 10 * time.Second

// outbox collects events and delivers them to the sink in batches, a JSON
// array each. A batch that the sink doesn't take is delivered again later.
//
// It keeps them in memory, without a limit: a SIGKILL loses them, and a sink
// that stays down fills the memory until the kernel kills us. Where an event
// must not be lost, write it to a database or a queue before you answer 202.
type outbox struct {
	sinkURL string

	mu      sync.Mutex
	pending []json.RawMessage
}

func newOutbox(sinkURL string) *outbox {
	return &outbox{sinkURL: sinkURL}
}

func (o *outbox) add(event json.RawMessage) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.pending = append(o.pending, event)
}

// run delivers what was collected, every interval. It returns once ctx is
// done, but finishes the delivery that it is in the middle of: cut off there,
// nobody knows whether the sink has the batch.
func (o *outbox) run(ctx context.Context, interval time.Duration) {
	ticker := time.NewTicker(interval)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
			if ctx.Err() != nil {
				return // both were ready, and select takes either
			}
			if err := o.flush(context.WithoutCancel(ctx)); err != nil {
				slog.Warn("will try again", "error", err)
			}
		}
	}
}

// flush delivers all that is pending in one batch, if there is anything.
func (o *outbox) flush(ctx context.Context) error {
	batch := o.take()
	if len(batch) == 0 {
		return nil
	}
	if err := o.deliver(ctx, batch); err != nil {
		o.putBack(batch)
		return fmt.Errorf("%d events not delivered: %w", len(batch), err)
	}
	return nil
}

func (o *outbox) take() []json.RawMessage {
	o.mu.Lock()
	defer o.mu.Unlock()
	batch := o.pending
	o.pending = nil
	return batch
}

func (o *outbox) putBack(batch []json.RawMessage) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.pending = append(batch, o.pending...)
}

func (o *outbox) deliver(ctx context.Context, batch []json.RawMessage) error {
	body, err := json.Marshal(batch)
	if err != nil {
		return err
	}
	if o.sinkURL == "" {
		slog.Info("no SINK_URL, so here is the batch", "events", string(body))
		return nil
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, o.sinkURL, bytes.NewReader(body))
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/json")
	// So that no batch waits behind another.
	client := &http.Client{Timeout: attemptTimeout, Transport: &http.Transport{}}
	res, err := client.Do(req)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	// Read to its end, so that the connection can carry the next batch.
	_, _ = io.Copy(io.Discard, io.LimitReader(res.Body, 64<<10))
	if res.StatusCode < 200 || res.StatusCode > 299 {
		return fmt.Errorf("the sink answered %s", res.Status)
	}
	return nil
}
