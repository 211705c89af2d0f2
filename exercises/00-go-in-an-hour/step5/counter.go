// Package step5: interfaces by behaviour.
package step5

// Counter counts the lines of everything that is written to it.
type Counter struct {
	Lines int
}

// TODO 5: make *Counter an io.Writer, so that fmt.Fprintln, io.Copy or a logger
// can write to it. Nothing says "implements"; all it takes is this method:
//
//	Write(p []byte) (n int, err error)
//
// It adds the number of newlines in p to Lines ('\n' is one such byte), and
// returns len(p) and nil, which means that it took all of p.
