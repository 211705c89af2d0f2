// Package handler holds the routes.
package handler

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"time"

	"example.com/middleware/internal/middleware"
)

// Handler is the service; it waits for its gate.
type Handler struct {
	gate   string
	client *http.Client
}

// New returns the handlers that wait at the gate.
func New(gate string) *Handler {
	return &Handler{gate: gate, client: &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 100}}}
}

func (h *Handler) open(ctx context.Context) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, h.gate, http.NoBody)
	if err != nil {
		return err
	}
	res, err := h.client.Do(req)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	return nil
}

// Slow answers when the gate has opened.
func (h *Handler) Slow(w http.ResponseWriter, r *http.Request) {
	if err := h.open(r.Context()); err != nil {
		if r.Context().Err() == nil {
			answer(w, http.StatusBadGateway, "error", err.Error())
		}
		return
	}
	answer(w, http.StatusOK, "status", "done")
}

// Panic is a bug.
func (h *Handler) Panic(http.ResponseWriter, *http.Request) {
	var nobody *Handler
	_ = nobody.gate
}

// PanicLate is a bug behind the header.
func (h *Handler) PanicLate(w http.ResponseWriter, r *http.Request) {
	w.WriteHeader(http.StatusOK)
	fmt.Fprintln(w, "the first half of an answer")
	_ = http.NewResponseController(w).Flush()
	panic("late")
}

// Abort wants the connection cut.
func (h *Handler) Abort(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }

// Teapot cannot brew coffee.
func (h *Handler) Teapot(w http.ResponseWriter, _ *http.Request) {
	answer(w, http.StatusTeapot, "error", "I am a teapot")
}

// Implicit never calls WriteHeader.
func (h *Handler) Implicit(w http.ResponseWriter, _ *http.Request) {
	fmt.Fprintln(w, "nobody called WriteHeader")
}

// WhoAmI tells the request its id.
func (h *Handler) WhoAmI(w http.ResponseWriter, r *http.Request) {
	answer(w, http.StatusOK, "request_id", middleware.ID(r.Context()))
}

// Stream lifts the write time-out for itself.
func (h *Handler) Stream(w http.ResponseWriter, r *http.Request) {
	rc := http.NewResponseController(w)
	if err := rc.SetWriteDeadline(time.Time{}); err != nil {
		answer(w, http.StatusInternalServerError, "error", err.Error())
		return
	}
	for n := 1; ; n++ {
		fmt.Fprintf(w, "chunk %d\n", n)
		if err := rc.Flush(); err != nil || n == 3 {
			return
		}
		if err := h.open(r.Context()); err != nil {
			panic(http.ErrAbortHandler) // a cut stream must not look complete
		}
	}
}

func answer(w http.ResponseWriter, status int, key, value string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(map[string]string{key: value})
}
