// It embeds a link to a file outside the folder.
package main

import (
	_ "embed"
	"fmt"
)

//go:embed passwd.txt
var passwd string

func main() {
	fmt.Println(passwd)
}
