package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"net/http"
	"sync"
	"time"
)

// An upstream is one of the services that a dashboard is made from.
type upstream struct {
	name    string // the key of its document in the dashboard
	baseURL string // an id is appended
}

// An upstreamError says which upstream spoiled the dashboard, and how.
type upstreamError struct {
	upstream string
	err      error
}

func (e *upstreamError) Error() string { return e.upstream + ": " + e.err.Error() }
func (e *upstreamError) Unwrap() error { return e.err }

// maxDocument is the size in bytes of the largest document we take from an
// upstream. Without a limit, one broken upstream can fill our memory.
const maxDocument = 16 << 20

// newClient returns a client that keeps enough idle connections for busy
// times; the default keeps two per host and opens the others anew.
// It has no time-out of its own: every request carries a context that has one.
func newClient() *http.Client {
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.MaxIdleConns = 0 // all hosts together: no limit but the next line's
	transport.MaxIdleConnsPerHost = 100
	return &http.Client{Transport: transport}
}

type dashboardHandler struct {
	client    *http.Client // shared: the connections live in it
	timeout   time.Duration
	upstreams []upstream
}

func (h *dashboardHandler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	id, err := parseID(r.PathValue("id"))
	if err != nil {
		writeJSON(w, http.StatusBadRequest, map[string]string{"error": err.Error()})
		return
	}

	documents, err := h.fetchAll(r.Context(), id)
	if r.Context().Err() != nil {
		return // the client has left: nobody would read an answer
	}
	if err != nil {
		log.Printf("dashboard %d: %v", id, err)
		writeUpstreamError(w, err)
		return
	}
	writeJSON(w, http.StatusOK, documents)
}

// fetchAll asks every upstream at once and returns their documents by name.
// The first failure ends the work: it is returned without waiting for the
// others, whose requests are cancelled.
func (h *dashboardHandler) fetchAll(ctx context.Context, id int64) (map[string]json.RawMessage, error) {
	ctx, cancel := context.WithTimeout(ctx, h.timeout)
	defer cancel() // cancels the requests that are still in flight

	var (
		wg              sync.WaitGroup
		profile, orders json.RawMessage
		profileErr      error
		ordersErr       error
	)
	wg.Add(2)
	go func() {
		defer wg.Done()
		doc, profileErr := h.fetch(ctx, h.upstreams[0], id)
		if profileErr != nil {
			cancel()
			return
		}
		profile = doc
	}()
	go func() {
		defer wg.Done()
		orders, ordersErr = h.fetch(ctx, h.upstreams[1], id)
		if ordersErr != nil {
			cancel()
		}
	}()
	wg.Wait()
	if profileErr != nil {
		return nil, &upstreamError{"profile", profileErr}
	}
	if ordersErr != nil {
		return nil, &upstreamError{"orders", ordersErr}
	}
	return map[string]json.RawMessage{"profile": profile, "orders": orders}, nil
}

// fetch asks one upstream for one document. The document is kept as the text
// that came: decoding it would round its large numbers.
func (h *dashboardHandler) fetch(ctx context.Context, up upstream, id int64) (json.RawMessage, error) {
	url := fmt.Sprintf("%s%d", up.baseURL, id)
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return nil, err
	}
	response, err := h.client.Do(request)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()

	if response.StatusCode != http.StatusOK {
		// Its body stays unread, which costs the connection: better than to
		// wait for more from an upstream that has failed already.
		return nil, fmt.Errorf("answered %s", response.Status)
	}
	document, err := io.ReadAll(io.LimitReader(response.Body, maxDocument+1))
	if err != nil {
		return nil, err
	}
	if len(document) > maxDocument {
		return nil, fmt.Errorf("sent more than %d bytes", maxDocument)
	}
	if !json.Valid(document) {
		return nil, errors.New("sent something that is not JSON")
	}
	return document, nil
}

// writeUpstreamError answers 504 when an upstream took too long, else 502.
func writeUpstreamError(w http.ResponseWriter, err error) {
	status, message := http.StatusBadGateway, "an upstream failed"
	if errors.Is(err, context.DeadlineExceeded) {
		status, message = http.StatusGatewayTimeout, "an upstream took too long"
	}
	body := map[string]string{"error": message}
	var failed *upstreamError
	if errors.As(err, &failed) {
		body["upstream"] = failed.upstream
	}
	writeJSON(w, status, body)
}
