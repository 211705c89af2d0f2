// Package repository fetches documents from an upstream over HTTP.
package repository

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"time"

	"dashboard/internal/model"
)

type HTTP struct {
	name    string
	client  *http.Client
	base    string
	timeout time.Duration
}

func New(name string, client *http.Client, base string, timeout time.Duration) *HTTP {
	return &HTTP{name, client, base, timeout}
}

func (h *HTTP) Find(ctx context.Context, id uint64) (json.RawMessage, error) {
	ctx, cancel := context.WithTimeoutCause(ctx, h.timeout, errTooSlow)
	defer cancel()
	document, err := h.get(ctx, id)
	if err == nil {
		return document, nil
	}
	late := errors.Is(context.Cause(ctx), errTooSlow)
	return nil, model.UpstreamError{Upstream: h.name, Timeout: late, Err: err}
}

var errTooSlow = errors.New("the upstream is too slow")

func (h *HTTP) get(ctx context.Context, id uint64) (json.RawMessage, error) {
	request, err := http.NewRequestWithContext(ctx, "GET", h.base+strconv.FormatUint(id, 10), nil)
	if err != nil {
		return nil, err
	}
	request.Header.Set("Accept", "application/json")
	response, err := h.client.Do(request)
	if err != nil {
		return nil, err
	}
	defer func() {
		// What is left of an error page is read, so that the connection can be kept.
		io.CopyN(io.Discard, response.Body, 4<<10)
		response.Body.Close()
	}()
	if response.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("unexpected status %q", response.Status)
	}
	var text bytes.Buffer
	if _, err := text.ReadFrom(response.Body); err != nil {
		return nil, err
	}
	var compact bytes.Buffer
	if err := json.Compact(&compact, text.Bytes()); err != nil {
		return nil, err
	}
	if compact.Len() == 0 {
		return nil, io.ErrUnexpectedEOF
	}
	return compact.Bytes(), nil
}
