// Package config reads the environment.
package config

import (
	"os"
	"time"
)

// Config is what the environment may change.
type Config struct {
	Address, GateURL                               string
	HandlerTimeout, ReadHeaderTimeout, IdleTimeout time.Duration
}

// FromEnv panics on an unreadable duration: better at the start than later.
func FromEnv() Config {
	return Config{
		Address:           ":" + lookup("PORT", "8080"),
		GateURL:           os.Getenv("GATE_URL"),
		HandlerTimeout:    duration("HANDLER_TIMEOUT", "5s"),
		ReadHeaderTimeout: duration("READ_HEADER_TIMEOUT", "5s"),
		IdleTimeout:       duration("IDLE_TIMEOUT", "1m"),
	}
}

func lookup(name, fallback string) string {
	if v, ok := os.LookupEnv(name); ok && v != "" {
		return v
	}
	return fallback
}

func duration(name, fallback string) time.Duration {
	d, err := time.ParseDuration(lookup(name, fallback))
	if err != nil {
		panic(err)
	}
	return d
}
