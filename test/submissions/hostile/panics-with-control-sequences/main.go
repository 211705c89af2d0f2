// Its panic message has control sequences.
package main

func main() {
	panic("\x1b]0;your terminal is mine\a\x1b[?1049h\x1b[2J\x1b[H\x1b[?25l\x1b[31;5m\x1bc\x9b31m\x0e\a\x1b]52;c;aGFoYQ==\a\x1bP1;1|boo\x1b\\\r\b\b boo")
}
