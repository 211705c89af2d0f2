// It speaks another protocol.
package main

func main() {
	listener := listen()
	for {
		connection, err := listener.Accept()
		if err != nil {
			return
		}
		connection.Write([]byte("220 mail.example.com ESMTP\r\n"))
		go func() {
			buffer := make([]byte, 4096)
			connection.Read(buffer)
			connection.Close()
		}()
	}
}
