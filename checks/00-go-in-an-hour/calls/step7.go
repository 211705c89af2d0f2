package calls

import (
	"strconv"
	"sync"

	driver "MODULE/internal/gocloudworkshopprobe"
	step7 "MODULE/step7"
)

var first func(sources []func() string, quit <-chan struct{}) (string, bool) = step7.First

// scene: sources that wait until all of them have been called, and then for being let go.
type scene struct {
	sources []func() string
	all     chan struct{} // closed once every source has been called
	let     []chan struct{}
	calls   []int
	sync.Mutex
	begun int
}

func newScene(count int) *scene {
	s := &scene{all: make(chan struct{}), calls: make([]int, count)}
	for index := 0; index < count; index++ {
		index, let := index, make(chan struct{})
		s.let = append(s.let, let)
		s.sources = append(s.sources, func() string {
			s.begin(index)
			<-s.all
			<-let
			return "answer " + strconv.Itoa(index)
		})
	}
	return s
}

func (s *scene) begin(index int) {
	s.Lock()
	defer s.Unlock()
	s.calls[index]++
	if s.calls[index] == 1 {
		if s.begun++; s.begun == len(s.sources) {
			close(s.all)
		}
	}
}

func (s *scene) letAllGo(except int) {
	for index, let := range s.let {
		if index != except {
			close(let)
		}
	}
}

// facts are taken after First has returned; then every source may end.
func (s *scene) facts(answer string, ok bool, letGo int) any {
	s.Lock()
	defer s.Unlock()
	result := driver.M{"answer": answer, "ok": ok, "calls": append([]int{}, s.calls...), "begun": s.begun}
	if s.begun == len(s.sources) {
		s.letAllGo(letGo)
	}
	return result
}

func init() {
	// Of several sources only one answers, once all have been called.
	driver.Handle("First", func(args driver.Args) any {
		s, which := newScene(args.Int(0)), args.Int(1)
		close(s.let[which])
		answer, ok := first(s.sources, make(chan struct{}))
		return s.facts(answer, ok, which)
	})
	// None answers; quit is closed once all have been called.
	driver.Handle("Quit", func(args driver.Args) any {
		s, quit := newScene(args.Int(0)), make(chan struct{})
		go func() {
			<-s.all
			close(quit)
		}()
		answer, ok := first(s.sources, quit)
		return s.facts(answer, ok, -1)
	})
}
