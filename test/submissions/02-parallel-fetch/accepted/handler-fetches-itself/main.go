// The handler's own goroutine fetches the profile, one more fetches the
// orders. Whoever fails first cancels with a cause, which says who it was.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"regexp"
	"time"
)

type failure struct {
	who  string
	late bool
	err  error
}

func (f *failure) Error() string { return f.who + ": " + f.err.Error() }

type future struct {
	done chan struct{}
	text []byte
}

var positive = regexp.MustCompile(`^0*[1-9][0-9]{0,17}$`)

func main() {
	limit, err := time.ParseDuration(os.Getenv("UPSTREAM_TIMEOUT"))
	if err != nil {
		limit = 2 * time.Second
	}
	profiles, orders := os.Getenv("PROFILE_URL")+"/profiles/", os.Getenv("ORDERS_URL")+"/orders/"

	mux := http.NewServeMux()
	mux.HandleFunc("/health", func(w http.ResponseWriter, _ *http.Request) { write(w, 200, `{"status":"ok"}`) })
	mux.HandleFunc("/api/dashboard/{id}", func(w http.ResponseWriter, r *http.Request) {
		id := r.PathValue("id")
		if !positive.MatchString(id) {
			write(w, 400, `{"error":"malformed id"}`)
			return
		}
		ctx, cancel := context.WithCancelCause(r.Context())
		defer cancel(nil)
		timer := time.AfterFunc(limit, func() { cancel(context.DeadlineExceeded) })
		defer timer.Stop()

		second := future{done: make(chan struct{})}
		go func() {
			defer close(second.done)
			second.text = fetch(ctx, cancel, "orders", orders+id)
		}()
		profile := fetch(ctx, cancel, "profile", profiles+id)
		<-second.done

		var f *failure
		switch cause := context.Cause(ctx); {
		case cause == nil:
			write(w, 200, fmt.Sprintf(`{"profile":%s,"orders":%s}`, profile, second.text))
		case errors.As(cause, &f):
			write(w, 502, fmt.Sprintf(`{"error":%q,"upstream":%q}`, "upstream failed", f.who))
		case errors.Is(cause, context.DeadlineExceeded):
			who := "profile"
			if profile != nil {
				who = "orders"
			}
			write(w, 504, fmt.Sprintf(`{"error":"too slow","upstream":%q}`, who))
		}
	})
	port := os.Getenv("PORT")
	if port == "" {
		port = "8080"
	}
	if err := http.ListenAndServe(":"+port, mux); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// fetch returns nil after it has cancelled the context with the reason.
func fetch(ctx context.Context, cancel context.CancelCauseFunc, who, url string) []byte {
	text, err := func() ([]byte, error) {
		req, _ := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
		res, err := http.DefaultClient.Do(req)
		if err != nil {
			return nil, err
		}
		defer res.Body.Close()
		text, err := io.ReadAll(res.Body)
		if err == nil && res.StatusCode != 200 {
			err = errors.New(res.Status)
		}
		if err == nil && !json.Valid(text) {
			err = errors.New("no JSON")
		}
		return text, err
	}()
	if err != nil {
		cancel(&failure{who: who, err: err}) // counts only when it is the first
		return nil
	}
	return text
}

func write(w http.ResponseWriter, status int, text string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	io.WriteString(w, text)
}
