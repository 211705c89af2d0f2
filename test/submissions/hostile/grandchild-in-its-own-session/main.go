// A service whose grandchild keeps the port in a session of its own.
package main

import (
	"net"
	"net/http"
	"os"
	"os/exec"
	"os/signal"
	"syscall"
	"time"
)

func main() {
	if len(os.Args) > 1 {
		stay()
	}
	listener := listen()
	file, err := listener.(*net.TCPListener).File()
	if err != nil {
		panic(err)
	}
	child := exec.Command(os.Args[0], "child")
	child.Env = os.Environ()
	child.ExtraFiles = []*os.File{file}
	child.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	child.Stdout, child.Stderr = os.Stdout, os.Stderr
	if err := child.Start(); err != nil {
		panic(err)
	}
	http.HandleFunc("GET /health", health)
	http.Serve(listener, nil)
}

// stay holds the port and the output open, deaf to signals, in a session of
// its own; the child of a child starts it, so that its parent is gone.
func stay() {
	signal.Ignore(syscall.SIGTERM, os.Interrupt, syscall.SIGHUP, syscall.SIGQUIT)
	if os.Args[1] == "child" {
		grandchild := exec.Command(os.Args[0], "grandchild")
		grandchild.Env = os.Environ()
		grandchild.ExtraFiles = []*os.File{os.NewFile(3, "listener")}
		grandchild.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
		grandchild.Stdout, grandchild.Stderr = os.Stdout, os.Stderr
		grandchild.Start()
		os.Exit(0)
	}
	time.Sleep(24 * time.Hour)
}
