package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"strings"

	"example.org/chilike-users/chilike"
)

// An envelope-free API: handlers return an error, respond turns it into JSON.
type apiError struct {
	status int
	text   string
}

func (e *apiError) Error() string { return e.text }

func fails(status int, format string, args ...any) error {
	return &apiError{status, fmt.Sprintf(format, args...)}
}

func respond(h func(w http.ResponseWriter, r *http.Request) error) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		err := h(w, r)
		if err == nil {
			return
		}
		var known *apiError
		if !errors.As(err, &known) {
			known = &apiError{http.StatusInternalServerError, "internal error"}
		}
		render(w, known.status, map[string]any{"error": known.text, "status": known.status})
	}
}

func render(w http.ResponseWriter, status int, v any) {
	w.Header()["Content-Type"] = []string{"Application/JSON;charset=UTF-8"}
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(v)
}

var wholeNumber = regexp.MustCompile(`^[1-9][0-9]{0,17}$`)

func (a *app) show(w http.ResponseWriter, r *http.Request) error {
	id := chilike.Param(r, "id")
	if !wholeNumber.MatchString(id) {
		return fails(http.StatusBadRequest, "%q is not the id of anything", id)
	}
	u, ok := a.find(id)
	if !ok {
		return fails(http.StatusNotFound, "user %s does not exist", id)
	}
	render(w, http.StatusOK, u)
	return nil
}

func (a *app) index(w http.ResponseWriter, r *http.Request) error {
	render(w, http.StatusOK, a.everyone())
	return nil
}

func (a *app) create(w http.ResponseWriter, r *http.Request) error {
	const limit = 1 << 20
	// One byte more than we take tells "too large" from "just fits".
	raw, err := io.ReadAll(io.LimitReader(r.Body, limit+1))
	if err != nil {
		return fails(http.StatusBadRequest, "unreadable body")
	}
	if len(raw) > limit {
		return fails(http.StatusRequestEntityTooLarge, "at most %d bytes, please", limit)
	}
	var fields map[string]any
	if err := json.Unmarshal(raw, &fields); err != nil {
		return fails(http.StatusBadRequest, "not a JSON object")
	}
	for key := range fields {
		if key != "name" && key != "email" {
			return fails(http.StatusBadRequest, "unexpected field %q", key)
		}
	}
	name, isName := fields["name"].(string)
	email, isEmail := fields["email"].(string)
	if !isName || !isEmail {
		return fails(http.StatusBadRequest, "name and email must be strings")
	}
	length := 0
	for range name {
		length++
	}
	if strings.TrimSpace(name) == "" || length > 100 {
		return fails(http.StatusBadRequest, "name must have 1 to 100 characters")
	}
	if !strings.ContainsRune(email, '@') {
		return fails(http.StatusBadRequest, "that is no e-mail address")
	}
	u := a.insert(name, email)
	w.Header().Set("location", "/api/users/"+u.ID.String())
	render(w, http.StatusCreated, u)
	return nil
}
