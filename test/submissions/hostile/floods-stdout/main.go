// It prints as fast as it can, for ever, and never listens.
package main

import (
	"bytes"
	"os"
)

func main() {
	line := append(bytes.Repeat([]byte("flood "), 20), '\n')
	block := bytes.Repeat(line, 1000)
	for {
		os.Stdout.Write(block)
		os.Stderr.Write(block)
	}
}
