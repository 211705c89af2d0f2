// It prints one endless line.
package main

import (
	"bytes"
	"os"
)

func main() {
	block := bytes.Repeat([]byte("x"), 1<<20)
	for {
		os.Stdout.Write(block)
	}
}
