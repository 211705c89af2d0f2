package main

import (
	"bytes"
	"encoding/json"
	"log"
	"net/http"
	"sync"
	"time"
)

// mailer delivers on a ticker, and once more at the end.
type mailer struct {
	url string

	mu    sync.Mutex
	queue []json.RawMessage

	sending sync.Mutex // held for a whole delivery, so that two never overlap
	ticker  *time.Ticker
	stopped chan struct{}
}

func startMailer(url string, every time.Duration) *mailer {
	m := &mailer{url: url, ticker: time.NewTicker(every), stopped: make(chan struct{})}
	go func() {
		for {
			select {
			case <-m.ticker.C:
				m.send()
			case <-m.stopped:
				return
			}
		}
	}()
	return m
}

func (m *mailer) put(event json.RawMessage) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.queue = append(m.queue, event)
}

func (m *mailer) send() bool {
	m.sending.Lock()
	defer m.sending.Unlock()
	m.mu.Lock()
	n := len(m.queue)
	body, _ := json.Marshal(m.queue)
	m.mu.Unlock()
	if n == 0 {
		return true
	}
	client := http.Client{Timeout: 10 * time.Second}
	res, err := client.Post(m.url, "application/json", bytes.NewReader(body))
	if err != nil {
		log.Print(err)
		return false
	}
	res.Body.Close()
	if res.StatusCode < 200 || res.StatusCode > 299 {
		log.Print("sink: ", res.Status)
		return false
	}
	m.mu.Lock()
	m.queue = m.queue[n:]
	m.mu.Unlock()
	return true
}

func (m *mailer) finish() bool {
	m.ticker.Stop()
	close(m.stopped)
	return m.send()
}
