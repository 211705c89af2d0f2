package main

import (
	"errors"
	"fmt"
	"os"
	"time"
)

// settings come from the environment, so that one binary runs everywhere.
type settings struct {
	port string

	dbAddr  string // host:port that readiness depends on; empty means on nothing
	gateURL string // what /slow asks before it answers
	sinkURL string // where the batches of events go

	flushInterval   time.Duration // between two batches
	drainDelay      time.Duration // from the signal until we stop listening
	shutdownTimeout time.Duration // from then on, for the requests in flight
	deliveryTimeout time.Duration // from then on, for the worker and its last batch
}

func settingsFromEnv() (settings, error) {
	flushInterval, flushErr := durationEnv("FLUSH_INTERVAL", time.Second)
	drainDelay, drainErr := durationEnv("DRAIN_DELAY", 2*time.Second)
	shutdownTimeout, shutdownErr := durationEnv("SHUTDOWN_TIMEOUT", 10*time.Second)
	deliveryTimeout, deliveryErr := durationEnv("DELIVERY_TIMEOUT", 2*time.Second)
	if flushErr == nil && flushInterval == 0 {
		flushErr = errors.New("FLUSH_INTERVAL must be more than 0")
	}

	return settings{
		port:            envOr("PORT", "8080"),
		dbAddr:          os.Getenv("DB_ADDR"),
		gateURL:         os.Getenv("GATE_URL"),
		sinkURL:         os.Getenv("SINK_URL"),
		flushInterval:   flushInterval,
		drainDelay:      drainDelay,
		shutdownTimeout: shutdownTimeout,
		deliveryTimeout: deliveryTimeout,
	}, errors.Join(flushErr, drainErr, shutdownErr, deliveryErr)
}

func envOr(name, fallback string) string {
	if value := os.Getenv(name); value != "" {
		return value
	}
	return fallback
}

// durationEnv reads a Go duration such as 500ms, 2s or 1m30s.
func durationEnv(name string, fallback time.Duration) (time.Duration, error) {
	text := os.Getenv(name)
	if text == "" {
		return fallback, nil
	}
	d, err := time.ParseDuration(text)
	if err != nil {
		return 0, fmt.Errorf("%s: %w", name, err)
	}
	if d < 0 {
		return 0, fmt.Errorf("%s: %s is negative", name, text)
	}
	return d, nil
}
