// Every answer sends the client where it came from.
package main

import "net/http"

func main() {
	http.Serve(listen(), http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, r.URL.String(), http.StatusFound)
	}))
}
