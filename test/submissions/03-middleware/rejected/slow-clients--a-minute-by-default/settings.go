package main

import (
	"fmt"
	"os"
	"time"
)

// settings are what the environment may change about the service.
type settings struct {
	port              string
	gateURL           string        // what /slow and /stream wait for
	handlerTimeout    time.Duration // how long a handler may take
	readHeaderTimeout time.Duration // how long a client may take to send its headers
	idleTimeout       time.Duration // how long a kept-alive connection may rest
}

// loadSettings reads the environment; an unreadable duration is an error
// rather than a silent default.
func loadSettings() (settings, error) {
	cfg := settings{port: envOr("PORT", "8080"), gateURL: os.Getenv("GATE_URL")}
	for _, s := range []struct {
		name     string
		fallback string
		target   *time.Duration
	}{
		{"HANDLER_TIMEOUT", "5s", &cfg.handlerTimeout},
		{"READ_HEADER_TIMEOUT", "60s", &cfg.readHeaderTimeout},
		{"IDLE_TIMEOUT", "60s", &cfg.idleTimeout},
	} {
		d, err := time.ParseDuration(envOr(s.name, s.fallback))
		if err != nil {
			return settings{}, fmt.Errorf("setting %s: %w", s.name, err)
		}
		*s.target = d
	}
	return cfg, nil
}

func envOr(name, fallback string) string {
	if value := os.Getenv(name); value != "" {
		return value
	}
	return fallback
}
