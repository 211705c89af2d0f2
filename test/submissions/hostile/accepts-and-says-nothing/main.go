// It takes every connection and never says a word.
package main

import "net"

func main() {
	listener := listen()
	var kept []net.Conn
	for {
		connection, err := listener.Accept()
		if err != nil {
			return
		}
		kept = append(kept, connection)
	}
}
