// Its go.mod replaces a module by a folder outside.
package main

import "example.com/outside"

func main() {
	outside.Run()
}
