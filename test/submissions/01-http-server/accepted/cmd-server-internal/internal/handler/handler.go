// Package handler is the HTTP side of the service.
package handler

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"strconv"

	"github.com/acme/users/internal/model"
	"github.com/acme/users/internal/service"
)

type Handler struct {
	users *service.Users
	log   *slog.Logger
}

func New(users *service.Users, log *slog.Logger) *Handler { return &Handler{users, log} }

// apiFunc is a handler that may fail; the status follows from the error.
type apiFunc func(w http.ResponseWriter, r *http.Request) (int, any, error)

func (h *Handler) Routes() http.Handler {
	mux := http.NewServeMux()
	mux.Handle("GET /health", h.api(h.health))
	mux.Handle("GET /api/users", h.api(h.list))
	mux.Handle("POST /api/users", h.api(h.create))
	mux.Handle("GET /api/users/{id}", h.api(h.get))
	return h.logged(mux)
}

func (h *Handler) logged(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h.log.InfoContext(r.Context(), "request", "method", r.Method, "path", r.URL.Path)
		next.ServeHTTP(w, r)
	})
}

type badRequest struct{ error }

func (e badRequest) Unwrap() error { return e.error }

func (h *Handler) api(f apiFunc) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		status, body, err := f(w, r)
		if err != nil {
			status, body = statusOf(err), map[string]string{"error": err.Error()}
		}
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(status)
		encoder := json.NewEncoder(w)
		encoder.SetEscapeHTML(false)
		encoder.SetIndent("", "  ")
		if err := encoder.Encode(body); err != nil {
			h.log.Error("encode", "error", err)
		}
	})
}

func statusOf(err error) int {
	var invalid *service.Invalid
	var bad badRequest
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		return http.StatusRequestEntityTooLarge
	case errors.As(err, &invalid), errors.As(err, &bad):
		return http.StatusBadRequest
	case errors.Is(err, model.ErrNotFound):
		return http.StatusNotFound
	}
	return http.StatusInternalServerError
}

func (h *Handler) health(http.ResponseWriter, *http.Request) (int, any, error) {
	return http.StatusOK, struct {
		Status string `json:"status"`
	}{"ok"}, nil
}

func (h *Handler) list(_ http.ResponseWriter, r *http.Request) (int, any, error) {
	users, err := h.users.List(r.Context())
	return http.StatusOK, users, err
}

func (h *Handler) get(_ http.ResponseWriter, r *http.Request) (int, any, error) {
	id, err := strconv.ParseUint(r.PathValue("id"), 10, 64)
	if err != nil || id == 0 {
		return 0, nil, badRequest{fmt.Errorf("%q is not an id", r.PathValue("id"))}
	}
	u, err := h.users.Get(r.Context(), id)
	return http.StatusOK, u, err
}

func (h *Handler) create(w http.ResponseWriter, r *http.Request) (int, any, error) {
	var in struct {
		Name  string `json:"name"`
		Email string `json:"email"`
	}
	if err := decode(http.MaxBytesReader(w, r.Body, 1<<20), &in); err != nil {
		return 0, nil, badRequest{err}
	}
	u, err := h.users.Create(r.Context(), in.Name, in.Email)
	if err != nil {
		return 0, nil, err
	}
	w.Header().Set("Location", "/api/users/"+strconv.FormatUint(u.ID, 10))
	return http.StatusCreated, u, nil
}

func decode(body io.Reader, dst any) error {
	decoder := json.NewDecoder(body)
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(dst); err != nil {
		return err
	}
	if err := decoder.Decode(&struct{}{}); !errors.Is(err, io.EOF) {
		return errors.Join(errors.New("more than one document"), err)
	}
	return nil
}
