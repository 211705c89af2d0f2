package main

import (
	"io"
	"net"
	"net/http"
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

// health is all that this service can do rightly.
func health(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	io.WriteString(w, `{"status":"ok"}`)
}
