// Package config reads the settings from the environment, so that one image
// runs everywhere.
package config

import (
	"errors"
	"fmt"
	"os"
	"time"
)

// Config is what the service can be told without building it again.
type Config struct {
	Port string

	DBAddr  string // host:port that readiness depends on; empty means on nothing
	GateURL string // what /slow asks before it answers
	SinkURL string // where the batches of events go

	FlushInterval   time.Duration // between two batches
	DrainDelay      time.Duration // from the signal until we stop listening
	ShutdownTimeout time.Duration // from then on, for the requests in flight
	DeliveryTimeout time.Duration // from then on, for the worker and its last batch
}

// FromEnv fills in the defaults and reports every setting it cannot read.
func FromEnv() (Config, error) {
	flushInterval, flushErr := duration("FLUSH_INTERVAL", time.Second)
	drainDelay, drainErr := duration("DRAIN_DELAY", 2*time.Second)
	shutdownTimeout, shutdownErr := duration("SHUTDOWN_TIMEOUT", 10*time.Second)
	deliveryTimeout, deliveryErr := duration("DELIVERY_TIMEOUT", 10*time.Second)
	if flushErr == nil && flushInterval == 0 {
		flushErr = errors.New("FLUSH_INTERVAL must be more than 0")
	}

	return Config{
		Port:            orDefault("PORT", "8080"),
		DBAddr:          os.Getenv("DB_ADDR"),
		GateURL:         os.Getenv("GATE_URL"),
		SinkURL:         os.Getenv("SINK_URL"),
		FlushInterval:   flushInterval,
		DrainDelay:      drainDelay,
		ShutdownTimeout: shutdownTimeout,
		DeliveryTimeout: deliveryTimeout,
	}, errors.Join(flushErr, drainErr, shutdownErr, deliveryErr)
}

func orDefault(name, fallback string) string {
	if value := os.Getenv(name); value != "" {
		return value
	}
	return fallback
}

// duration reads a Go duration such as 500ms, 2s or 1m30s.
func duration(name string, fallback time.Duration) (time.Duration, error) {
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
