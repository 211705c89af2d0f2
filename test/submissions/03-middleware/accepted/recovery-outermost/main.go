// Recovery is the outermost layer, and what it catches has passed the logger,
// which notes the panic and hands it on. Layers are values in a chain.
package main

import (
	"net/http"
	"os"
)

type layer func(http.Handler) http.Handler

// chain wraps h; the first layer is the outermost.
func chain(h http.Handler, layers ...layer) http.Handler {
	for i := len(layers) - 1; i >= 0; i-- {
		h = layers[i](h)
	}
	return h
}

func main() {
	cfg, err := loadSettings()
	if err != nil {
		os.Stderr.WriteString(err.Error() + "\n")
		os.Exit(1)
	}
	server := http.Server{
		Addr:              ":" + cfg.port,
		Handler:           chain(routes(cfg.gateURL), recovery, identify, access, limit(cfg.handlerTimeout)),
		ReadHeaderTimeout: cfg.readHeaderTimeout,
		IdleTimeout:       cfg.idleTimeout,
	}
	os.Stderr.WriteString(server.ListenAndServe().Error() + "\n")
	os.Exit(1)
}
