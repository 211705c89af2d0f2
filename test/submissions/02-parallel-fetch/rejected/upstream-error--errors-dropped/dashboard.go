package main

import (
	"encoding/json"
	"io"
	"net/http"
	"sync"
	"time"
)

type upstream struct {
	name    string
	baseURL string
}

func newClient() *http.Client {
	return &http.Client{}
}

type dashboardHandler struct {
	client    *http.Client
	timeout   time.Duration
	upstreams []upstream
}

func (h *dashboardHandler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	id := r.PathValue("id")
	if _, err := parseID(id); err != nil {
		writeJSON(w, http.StatusBadRequest, map[string]string{"error": err.Error()})
		return
	}

	var wg sync.WaitGroup
	var profile, orders []byte

	wg.Add(2)
	go func() {
		defer wg.Done()
		profile, _ = h.get(h.upstreams[0].baseURL + id)
	}()
	go func() {
		defer wg.Done()
		orders, _ = h.get(h.upstreams[1].baseURL + id)
	}()
	wg.Wait()

	writeJSON(w, http.StatusOK, map[string]json.RawMessage{
		"profile": profile,
		"orders":  orders,
	})
}

func (h *dashboardHandler) get(url string) ([]byte, error) {
	resp, err := h.client.Get(url)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	return io.ReadAll(resp.Body)
}
