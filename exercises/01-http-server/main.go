// Command user-service serves users over HTTP: one binary, one JSON API,
// the standard library alone.
package main

import "log/slog"

func main() {
	handler := routes(newStore())

	// STEP 1, check "listens".
	// A platform tells a service its port in $PORT. Read it with os.Getenv,
	// use 8080 if it is empty, and serve there:
	//
	//	err := http.ListenAndServe(":"+port, handler)
	//
	// ListenAndServe does not return as long as all is well, so the lines below
	// it run only when something is wrong: log the error, os.Exit(1).
	// What you use has to be imported on top, one package a line:
	//
	//	import (
	//		"log/slog"
	//		"net/http"
	//		"os"
	//	)
	_ = handler // delete this line once handler is used
	slog.Info("nothing listens yet: see STEP 1 in main.go")
}

// Go in a minute, for Java developers:
//
//	port := "8080"                  declares and sets; = only sets
//	if port == "" { … } else { … }  no ( ), always { }, on the same line
//	func f(n int) (string, error)   types follow names; two results
//	s, err := f(3)                  no exceptions: look at err, if err != nil
//	func (s *store) size() int      a method of *store; s is its this
//	Name, name                      public; private to the package
//	&input, *store                  address of input; pointer to a store
//
// Unused imports and variables do not compile.
