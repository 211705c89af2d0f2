// Package gocloudworkshopprobe calls the learner's functions when the grader asks for it, and ends the program when the
// grader is gone. Answers go over a connection of its own: what the program prints is never taken for one.
package gocloudworkshopprobe

import (
	"bufio"
	"encoding/json"
	"fmt"
	"net"
	"os"
	"runtime"
	"runtime/debug"
	"strings"
	"sync"
)

// Args are what the grader sends along with a call.
type Args []json.RawMessage

func (a Args) read(index int, into any) {
	if err := json.Unmarshal(a[index], into); err != nil {
		panic(err)
	}
}

func (a Args) Int(index int) (value int)           { a.read(index, &value); return }
func (a Args) String(index int) (value string)     { a.read(index, &value); return }
func (a Args) Strings(index int) (values []string) { a.read(index, &values); return }

// M is a result: facts by name.
type M = map[string]any

var calls = map[string]func(Args) any{}

// Handle says what to do when the grader asks for name. The result must be something that JSON can hold.
func Handle(name string, call func(Args) any) {
	if calls[name] != nil {
		panic("two calls are named " + name)
	}
	calls[name] = call
}

// maxStack is far more than these functions need; the runtime's own limit is a gigabyte, and takes seconds to fill.
const maxStack = 64 << 20

// maxAnswer is the size of the largest result that is sent, in bytes.
const maxAnswer = 1 << 20

type question struct {
	ID   int    `json:"id"`
	Call string `json:"call"`
	Args Args   `json:"args"`
}

type answer struct {
	ID    int             `json:"id"`
	Value json.RawMessage `json:"value,omitempty"`
	// Large is the size of a result that was too large to be sent.
	Large int `json:"large,omitempty"`
	// Panic is the panic's value in words; Stack is where it happened, or every goroutine's stack.
	Panic *string `json:"panic,omitempty"`
	// Left: it ended its goroutine (runtime.Goexit).
	Left  bool   `json:"left,omitempty"`
	Stack string `json:"stack,omitempty"`
}

type connection struct {
	sync.Mutex
	to net.Conn
}

func (c *connection) send(one answer) {
	line, err := json.Marshal(one)
	if err != nil {
		panic(err)
	}
	c.Lock()
	defer c.Unlock()
	c.to.Write(append(line, '\n'))
}

// Serve answers the grader until it is gone.
func Serve() {
	address, token, found := strings.Cut(os.Getenv("GO_CLOUD_WORKSHOP_DRIVER"), " ")
	if !found {
		os.Exit(70)
	}
	os.Unsetenv("GO_CLOUD_WORKSHOP_DRIVER")
	debug.SetMaxStack(maxStack)
	dialled, err := net.Dial("tcp", address)
	if err != nil {
		os.Exit(70)
	}
	grader := &connection{to: dialled}
	fmt.Fprintln(dialled, token)
	lines := bufio.NewReader(dialled)
	for {
		line, err := lines.ReadBytes('\n')
		if err != nil {
			os.Exit(70)
		}
		var asked question
		if err := json.Unmarshal(line, &asked); err != nil {
			panic(err)
		}
		if asked.Call == "" {
			grader.send(answer{ID: asked.ID, Stack: everyStack()})
		} else {
			go run(asked, grader)
		}
	}
}

// run has its own goroutine, which the grader recognises by this function's name.
func run(asked question, grader *connection) {
	result := answer{ID: asked.ID, Left: true}
	defer func() { grader.send(result) }()
	defer func() {
		if result.Left {
			if reason := recover(); reason != nil {
				text := inWords(reason)
				result = answer{ID: asked.ID, Panic: &text, Stack: string(debug.Stack())}
			}
		}
	}()
	value, err := json.Marshal(calls[asked.Call](asked.Args))
	if err != nil {
		panic(err)
	}
	result = answer{ID: asked.ID, Value: value}
	if len(value) > maxAnswer {
		result = answer{ID: asked.ID, Large: len(value)}
	}
}

// inWords survives an Error or String method that panics itself.
func inWords(reason any) (text string) {
	defer func() {
		if recover() != nil {
			text = fmt.Sprintf("a value of type %T", reason)
		}
	}()
	if err, is := reason.(error); is {
		return err.Error()
	}
	return fmt.Sprint(reason)
}

func everyStack() string {
	for size := 1 << 16; ; size *= 2 {
		dump := make([]byte, size)
		if length := runtime.Stack(dump, true); length < size || size > 1<<24 {
			return string(dump[:length])
		}
	}
}
