package step7

import "fmt"

func send(answers chan<- string, source func() string) {
	fmt.Println("asking")
	answers <- source()
}
