// Package model holds what the layers hand to each other.
package model

import "encoding/json"

type Dashboard struct {
	Profile json.RawMessage `json:"profile"`
	Orders  json.RawMessage `json:"orders"`
}

// UpstreamError says which upstream failed.
type UpstreamError struct {
	Upstream string
	Timeout  bool
	Err      error
}

func (e UpstreamError) Error() string { return e.Upstream + ": " + e.Err.Error() }
func (e UpstreamError) Unwrap() error { return e.Err }
