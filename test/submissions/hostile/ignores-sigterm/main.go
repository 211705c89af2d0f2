// A right service that ignores every signal it can.
package main

import (
	"os"
	"os/signal"
	"syscall"
)

func main() {
	signal.Ignore(syscall.SIGTERM, os.Interrupt, syscall.SIGHUP)
	serve()
}
