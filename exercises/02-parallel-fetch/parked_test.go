package main

import (
	"runtime"
	"testing"
)

// TestParkedGoroutine measures what one goroutine costs while it waits:
//
//	go test -v -run Parked .
func TestParkedGoroutine(t *testing.T) {
	const count = 10_000
	memory := func() uint64 {
		var stats runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&stats)
		return stats.StackInuse + stats.HeapInuse
	}

	before := memory()
	gate, parked := make(chan struct{}), make(chan struct{})
	for range count {
		go func() {
			parked <- struct{}{}
			<-gate // parked here until the gate is closed
		}()
	}
	for range count {
		<-parked
	}
	after := memory()
	close(gate)

	t.Logf("%d parked goroutines: %d bytes each", count, (after-before)/count)
}
