// It tries to take over the terminal, in its log, in a header and in a body.
package main

import (
	"fmt"
	"net/http"
	"os"
)

const takeover = "\x1b]0;your terminal is mine\a\x1b[?1049h\x1b[2J\x1b[H\x1b[?25l\x1b[31;5m\x1bc\x9b31m\x0e\a\x1b]52;c;aGFoYQ==\a\x1bP1;1|boo\x1b\\\r\b\b"

func main() {
	fmt.Print(takeover, "hello\n")
	fmt.Fprintln(os.Stderr, takeover)
	http.HandleFunc("GET /health", func(w http.ResponseWriter, r *http.Request) {
		fmt.Println(takeover, r.Method)
		w.Header().Set("X-Takeover", takeover)
		w.Header().Set("Content-Type", "text/"+takeover)
		fmt.Fprintln(w, takeover)
	})
	http.Serve(listen(), nil)
}
