package main

import (
	"net"
	"os"
)

// listen opens the port in $PORT.
func listen() net.Listener {
	port := os.Getenv("PORT")
	if port == "" {
		port = "8080"
	}
	listener, err := net.Listen("tcp", ":"+port)
	if err != nil {
		panic(err)
	}
	return listener
}
