// The program hands its port to a child and ends; the child stays.
package main

import (
	"net"
	"net/http"
	"os"
	"os/exec"
	"time"
)

func main() {
	if os.Getenv("CHILD") != "" {
		listener, err := net.FileListener(os.NewFile(3, "listener"))
		if err != nil {
			panic(err)
		}
		http.HandleFunc("GET /health", health)
		http.Serve(listener, nil)
		return
	}
	file, err := listen().(*net.TCPListener).File()
	if err != nil {
		panic(err)
	}
	child := exec.Command(os.Args[0])
	child.Env = append(os.Environ(), "CHILD=1")
	child.ExtraFiles = []*os.File{file}
	child.Stdout, child.Stderr = os.Stdout, os.Stderr
	if err := child.Start(); err != nil {
		panic(err)
	}
	time.Sleep(time.Second)
}
