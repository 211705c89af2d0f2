package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"time"
)

type outbox struct {
	sinkURL string
	client  *http.Client
	in      chan json.RawMessage
}

func newOutbox(sinkURL string) *outbox {
	return &outbox{sinkURL, &http.Client{}, make(chan json.RawMessage, 4)}
}

func (o *outbox) add(event json.RawMessage) { o.in <- event }

// run owns the batch, and collects also while a delivery is under way, so add never waits for the sink.
func (o *outbox) run(ctx context.Context, interval time.Duration) []json.RawMessage {
	tick := time.NewTicker(interval)
	defer tick.Stop()
	var pending, sent []json.RawMessage
	var result chan error
	in := o.in
	stop := ctx.Done()
	for {
		if in == nil && result == nil {
			return pending
		}
		select {
		case event, ok := <-in:
			if !ok {
				in = nil
				continue
			}
			pending = append(pending, event)
		case <-tick.C:
			if result == nil && len(pending) > 0 && ctx.Err() == nil {
				sent, pending = pending, nil
				result = make(chan error, 1)
				go func(batch []json.RawMessage, result chan<- error) {
					limit, cancel := context.WithTimeout(context.Background(), 9*time.Second)
					defer cancel()
					result <- o.deliver(limit, batch)
				}(sent, result)
			}
		case err := <-result:
			if err != nil {
				pending = append(sent, pending...)
			}
			result = nil
		case <-stop:
			stop = nil
			close(o.in) // all requests are over
		}
	}
}

// last tries until ctx is over.
func (o *outbox) last(ctx context.Context, batch []json.RawMessage) error {
	for len(batch) > 0 {
		err := o.deliver(ctx, batch)
		if err == nil {
			return nil
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("lost %d events: %w", len(batch), err)
		case <-time.After(200 * time.Millisecond):
		}
	}
	return nil
}

func (o *outbox) deliver(ctx context.Context, batch []json.RawMessage) error {
	body, err := json.Marshal(batch)
	if err != nil || o.sinkURL == "" {
		return err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, o.sinkURL, bytes.NewReader(body))
	if err != nil {
		return err
	}
	res, err := o.client.Do(req)
	if err != nil {
		return err
	}
	res.Body.Close()
	if res.StatusCode/100 != 2 {
		return fmt.Errorf("sink: %s", res.Status)
	}
	return nil
}
