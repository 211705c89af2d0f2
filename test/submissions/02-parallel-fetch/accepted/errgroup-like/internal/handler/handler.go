// Package handler speaks HTTP and JSON.
package handler

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"strconv"

	"dashboard/internal/model"
)

type Loader interface {
	Load(ctx context.Context, id uint64) (*model.Dashboard, error)
}

func Routes(dashboards Loader, logger *slog.Logger) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("GET /health", respond(logger, func(*http.Request) (int, any) {
		return http.StatusOK, map[string]string{"status": "ok"}
	}))
	mux.Handle("GET /api/dashboard/{id}", respond(logger, func(r *http.Request) (int, any) {
		id, err := strconv.ParseUint(r.PathValue("id"), 10, 64)
		if err != nil || id == 0 {
			return http.StatusBadRequest, problem{Error: "the id is not a positive integer"}
		}
		dashboard, err := dashboards.Load(r.Context(), id)
		if err != nil {
			return explain(err)
		}
		return http.StatusOK, dashboard
	}))
	return mux
}

type problem struct {
	Error    string `json:"error"`
	Upstream string `json:"upstream,omitempty"`
}

func explain(err error) (int, any) {
	var failed model.UpstreamError
	if !errors.As(err, &failed) {
		return http.StatusInternalServerError, problem{Error: err.Error()}
	}
	status := http.StatusBadGateway
	if failed.Timeout {
		status = http.StatusGatewayTimeout
	}
	return status, problem{Error: failed.Err.Error(), Upstream: failed.Upstream}
}

func respond(logger *slog.Logger, handle func(*http.Request) (int, any)) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		status, value := handle(r)
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(status)
		if err := json.NewEncoder(w).Encode(value); err != nil {
			logger.Warn("the answer was not written", "error", err)
		}
	})
}
