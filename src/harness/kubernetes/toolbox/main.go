// Command toolbox is the checker's hand inside the cluster: it sends requests
// through the learner's Service, is the dependency that can be taken away,
// and holds the gate and the sink that the learner's program calls.
//
// It is driven over HTTP on :8090 (through the API server's pod proxy); URLs
// travel base64url-encoded in the path, since the proxy takes no body.
package main

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"os"
	"os/signal"
	"strconv"
	"sync"
	"syscall"
	"time"
)

func main() {
	database := &dependency{address: ":5432"}
	if err := database.set(true); err != nil {
		panic(err)
	}
	loads := &loads{running: map[string]*load{}}

	mux := http.NewServeMux()
	ok := func(w http.ResponseWriter, _ *http.Request) { reply(w, map[string]any{"ok": true}) }
	mux.HandleFunc("/ready", ok)
	mux.HandleFunc("/gate", ok)
	mux.HandleFunc("/sink", ok)
	mux.HandleFunc("GET /get/{url}", func(w http.ResponseWriter, r *http.Request) { reply(w, fetch(r.Context(), decode(r))) })
	mux.HandleFunc("GET /dependency/{state}", func(w http.ResponseWriter, r *http.Request) {
		err := database.set(r.PathValue("state") == "up")
		reply(w, map[string]any{"ok": err == nil})
	})
	mux.HandleFunc("GET /load/start/{url}", func(w http.ResponseWriter, r *http.Request) { reply(w, loads.start(decode(r))) })
	mux.HandleFunc("GET /load/look/{id}", func(w http.ResponseWriter, r *http.Request) { reply(w, loads.look(r.PathValue("id"))) })
	mux.HandleFunc("GET /load/stop/{id}", func(w http.ResponseWriter, r *http.Request) { reply(w, loads.stop(r.PathValue("id"))) })

	go http.ListenAndServe(":8090", mux)
	stop := make(chan os.Signal, 1)
	signal.Notify(stop, syscall.SIGTERM, syscall.SIGINT)
	<-stop
}

func reply(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json")
	json.NewEncoder(w).Encode(v)
}

func decode(r *http.Request) string {
	text, _ := base64.RawURLEncoding.DecodeString(r.PathValue("url"))
	return string(text)
}

// dependency is a TCP port that accepts connections, or refuses them.
type dependency struct {
	address  string
	mu       sync.Mutex
	listener net.Listener
}

func (d *dependency) set(up bool) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if up == (d.listener != nil) {
		return nil
	}
	if !up {
		err := d.listener.Close()
		d.listener = nil
		return err
	}
	listener, err := net.Listen("tcp", d.address)
	if err != nil {
		return err
	}
	d.listener = listener
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			conn.Close()
		}
	}()
	return nil
}

type answer struct {
	Status int    `json:"status"`
	Body   string `json:"body"`
	Error  string `json:"error,omitempty"`
}

// once asks on a connection of its own.
var once = &http.Client{Timeout: 10 * time.Second, Transport: &http.Transport{DisableKeepAlives: true}}

func fetch(ctx context.Context, url string) answer {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return answer{Error: err.Error()}
	}
	resp, err := once.Do(req)
	if err != nil {
		return answer{Error: reason(err)}
	}
	defer resp.Body.Close()
	body, _ := io.ReadAll(io.LimitReader(resp.Body, 64<<10))
	return answer{Status: resp.StatusCode, Body: string(body)}
}

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

// reason is the part of a client's error that says what happened.
func reason(err error) string {
	var timeout net.Error
	switch {
	case errors.Is(err, syscall.ECONNREFUSED):
		return "connection refused"
	case errors.Is(err, syscall.ECONNRESET):
		return "connection reset"
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return "connection closed without an answer"
	case errors.As(err, &timeout) && timeout.Timeout():
		return "no answer within 10 s"
	}
	var dns *net.DNSError
	if errors.As(err, &dns) {
		return "the name " + dns.Name + " does not resolve"
	}
	return err.Error()
}
