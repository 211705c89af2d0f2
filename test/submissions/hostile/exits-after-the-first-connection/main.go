// It accepts one connection and ends.
package main

import "os"

func main() {
	connection, err := listen().Accept()
	if err == nil {
		connection.Close()
	}
	os.Exit(0)
}
