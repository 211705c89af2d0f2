package main

import (
	"context"
	"io"
	"net/http"
	"strconv"
	"sync"
	"time"
)

const (
	// perKind is how many clients there are with new connections each time,
	// and how many with kept-alive ones.
	perKind = 4
	// pause between two requests of one client: constant, not overwhelming.
	pause = 20 * time.Millisecond
	// warmUp is how many successes in a row begin the measurement: a
	// ClusterIP may refuse for a second after a rollout is complete.
	warmUp = 40
	// keptFailures are described one by one; all are counted.
	keptFailures = 50
)

type failure struct {
	At         time.Time `json:"at"`
	Connection string    `json:"connection"` // new or kept
	Reason     string    `json:"reason"`
}

type report struct {
	Begun    bool      `json:"begun"`
	Sent     int       `json:"sent"`
	Failed   int       `json:"failed"`
	Failures []failure `json:"failures"`
}

type load struct {
	url    string
	cancel context.CancelFunc
	done   sync.WaitGroup
	mu     sync.Mutex
	row    int // successes in a row before the measurement has begun
	report report
}

type loads struct {
	mu      sync.Mutex
	running map[string]*load
}

func (l *loads) start(url string) map[string]string {
	ctx, cancel := context.WithCancel(context.Background())
	one := &load{url: url, cancel: cancel, report: report{Failures: []failure{}}}
	for i := 0; i < perKind; i++ {
		fresh := &http.Client{Timeout: 10 * time.Second, Transport: &http.Transport{DisableKeepAlives: true}}
		// A kept connection that dies before the first byte of an answer is
		// tried once more by net/http itself, as every HTTP client does.
		kept := &http.Client{Timeout: 10 * time.Second, Transport: &http.Transport{MaxIdleConnsPerHost: 1}}
		one.done.Add(2)
		go one.run(ctx, fresh, "new")
		go one.run(ctx, kept, "kept")
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	id := strconv.Itoa(len(l.running) + 1)
	l.running[id] = one
	return map[string]string{"id": id}
}

func (l *loads) get(id string) *load {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.running[id]
}

func (l *loads) look(id string) report {
	one := l.get(id)
	if one == nil {
		return report{}
	}
	one.mu.Lock()
	defer one.mu.Unlock()
	return one.report
}

func (l *loads) stop(id string) report {
	one := l.get(id)
	if one == nil {
		return report{}
	}
	one.cancel()
	one.done.Wait()
	return l.look(id)
}

func (l *load) run(ctx context.Context, client *http.Client, connection string) {
	defer l.done.Done()
	defer client.CloseIdleConnections()
	tick := time.NewTicker(pause)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		// Not with ctx: a request that was sent is awaited, so that stopping
		// the load never looks like a failure.
		l.count(connection, request(client, l.url))
	}
}

func request(client *http.Client, url string) string {
	resp, err := client.Get(url)
	if err != nil {
		return reason(err)
	}
	defer resp.Body.Close()
	if _, err := io.Copy(io.Discard, resp.Body); err != nil {
		return "cut off in the middle of the answer: " + reason(err)
	}
	if resp.StatusCode != http.StatusOK {
		return "status " + strconv.Itoa(resp.StatusCode)
	}
	return ""
}

func (l *load) count(connection, problem string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if !l.report.Begun {
		l.row++
		if problem != "" {
			l.row = 0
		}
		l.report.Begun = l.row >= warmUp
		return
	}
	l.report.Sent++
	if problem == "" {
		return
	}
	l.report.Failed++
	if len(l.report.Failures) < keptFailures {
		l.report.Failures = append(l.report.Failures, failure{time.Now().UTC(), connection, problem})
	}
}
