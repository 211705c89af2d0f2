// It keeps every core busy and never listens.
package main

import "runtime"

func main() {
	for i := 1; i < runtime.NumCPU(); i++ {
		go spin()
	}
	spin()
}

func spin() {
	for i := 0; ; i++ {
		_ = i
	}
}
