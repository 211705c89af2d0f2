// Its go.mod is not one.
package main

func main() {}
