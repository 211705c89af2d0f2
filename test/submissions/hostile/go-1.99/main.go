// Its go.mod asks for a Go that does not exist.
package main

func main() {}
