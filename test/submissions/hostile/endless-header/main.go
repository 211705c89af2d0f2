// Its header never ends.
package main

import (
	"net"
	"strings"
)

func main() {
	listener := listen()
	for {
		connection, err := listener.Accept()
		if err != nil {
			return
		}
		go flood(connection)
	}
}

func flood(connection net.Conn) {
	defer connection.Close()
	block := []byte(strings.Repeat("X-Endless: yes\r\n", 4096))
	connection.Write([]byte("HTTP/1.1 200 OK\r\n"))
	for {
		if _, err := connection.Write(block); err != nil {
			return
		}
	}
}
