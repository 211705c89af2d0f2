package main

import (
	"fmt"
	"net"
	"strings"
	"sync"
)

// fakes are the dependencies that the toolbox plays, by name.
type fakes map[string]*fake

// startFakes takes name:port, each up from the start.
func startFakes(args []string) (fakes, error) {
	all := fakes{}
	for _, arg := range args {
		name, port, _ := strings.Cut(arg, ":")
		all[name] = &fake{address: ":" + port}
		if err := all.set(name, true); err != nil {
			return nil, err
		}
	}
	return all, nil
}

func (all fakes) set(name string, up bool) error {
	one := all[name]
	if one == nil {
		return fmt.Errorf("there is no fake %q", name)
	}
	return one.set(up)
}

// fake is a TCP port that accepts connections, or refuses them.
type fake struct {
	address  string
	mu       sync.Mutex
	listener net.Listener
}

func (f *fake) set(up bool) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if up == (f.listener != nil) {
		return nil
	}
	if !up {
		err := f.listener.Close()
		f.listener = nil
		return err
	}
	listener, err := net.Listen("tcp", f.address)
	if err != nil {
		return err
	}
	f.listener = listener
	go accept(listener)
	return nil
}

func accept(listener net.Listener) {
	for {
		conn, err := listener.Accept()
		if err != nil {
			return
		}
		conn.Close()
	}
}
