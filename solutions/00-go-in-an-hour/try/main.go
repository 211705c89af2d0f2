// A place to try things; nothing here is graded. Run it: go run ./try
package main

import (
	"fmt"

	"example.com/go-in-an-hour/step1"
)

func main() {
	ada := step1.Account{Owner: "Ada", Balance: 500}
	bob := step1.Account{Owner: "Bob"} // Balance is 0: the zero value
	ok := step1.Transfer(&ada, &bob, 200)
	fmt.Println(ok, ada, bob)
}
