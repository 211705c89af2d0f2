// It ends before it has begun.
package main

func main() {}
