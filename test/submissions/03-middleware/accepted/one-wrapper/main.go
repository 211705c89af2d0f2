// One wrapper does it all. Log lines travel through a channel to a goroutine
// that owns stdout, so they may appear after the answer has.
package main

import (
	"bufio"
	"encoding/json"
	"net/http"
	"os"
)

// accessLines writes what it is sent and flushes when nothing more waits.
func accessLines() chan<- map[string]any {
	lines := make(chan map[string]any, 256)
	go func() {
		out := bufio.NewWriter(os.Stdout)
		encoder := json.NewEncoder(out)
		for line := range lines {
			if err := encoder.Encode(line); err != nil {
				println("log:", err.Error())
			}
			if len(lines) == 0 {
				out.Flush()
			}
		}
	}()
	return lines
}

func main() {
	cfg, err := loadSettings()
	if err != nil {
		println(err.Error())
		os.Exit(2)
	}
	server := &http.Server{
		Addr:              ":" + cfg.port,
		Handler:           &shell{inside: routes(cfg.gateURL), limit: cfg.handlerTimeout, lines: accessLines()},
		ReadHeaderTimeout: cfg.readHeaderTimeout,
		ReadTimeout:       2 * cfg.readHeaderTimeout,
		IdleTimeout:       cfg.idleTimeout,
		MaxHeaderBytes:    4 << 10,
	}
	println(server.ListenAndServe().Error())
	os.Exit(1)
}
