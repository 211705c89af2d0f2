// Package config reads the settings.
package config

import "time"

type Config struct {
	Port, DBAddr, GateURL, SinkURL string

	FlushInterval, DrainDelay, ShutdownTimeout, DeliveryTimeout time.Duration
}

func FromEnv(get func(string) string) (Config, error) {
	cfg := Config{
		Port:    get("PORT"),
		DBAddr:  get("DB_ADDR"),
		GateURL: get("GATE_URL"),
		SinkURL: get("SINK_URL"),
	}
	if cfg.Port == "" {
		cfg.Port = "8080"
	}
	for _, setting := range []struct {
		name     string
		fallback time.Duration
		into     *time.Duration
	}{
		{"FLUSH_INTERVAL", time.Second, &cfg.FlushInterval},
		{"DRAIN_DELAY", 2 * time.Second, &cfg.DrainDelay},
		{"SHUTDOWN_TIMEOUT", 10 * time.Second, &cfg.ShutdownTimeout},
		{"DELIVERY_TIMEOUT", 10 * time.Second, &cfg.DeliveryTimeout},
	} {
		*setting.into = setting.fallback
		if text := get(setting.name); text != "" {
			d, err := time.ParseDuration(text)
			if err != nil {
				return cfg, err
			}
			*setting.into = d
		}
	}
	return cfg, nil
}
