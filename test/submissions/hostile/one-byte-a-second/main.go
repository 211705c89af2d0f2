// It answers one byte a second, for ever.
package main

import (
	"net"
	"time"
)

func main() {
	listener := listen()
	for {
		connection, err := listener.Accept()
		if err != nil {
			return
		}
		go drip(connection)
	}
}

func drip(connection net.Conn) {
	defer connection.Close()
	answer := "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nX-Endless: "
	for i := 0; ; i++ {
		next := byte('x')
		if i < len(answer) {
			next = answer[i]
		}
		if _, err := connection.Write([]byte{next}); err != nil {
			return
		}
		time.Sleep(time.Second)
	}
}
