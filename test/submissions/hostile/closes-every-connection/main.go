// It hangs up on everybody.
package main

func main() {
	listener := listen()
	for {
		connection, err := listener.Accept()
		if err != nil {
			return
		}
		connection.Close()
	}
}
