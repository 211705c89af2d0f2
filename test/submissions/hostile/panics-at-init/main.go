// It panics before main.
package main

var ports = map[string]string{}

func init() {
	var settings map[string]string
	settings["port"] = ports["http"]
}

func main() {}
