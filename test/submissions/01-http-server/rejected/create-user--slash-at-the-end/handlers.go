package main

import (
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strconv"
	"strings"
	"unicode/utf8"
)

// maxName is the length of the longest name, in code points.
const maxName = 100

// routes ties methods and paths to handlers. The mux answers 404 for a path
// it does not know and 405 with Allow for a method it does not know.
func routes(users *store) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /health", handleHealth)
	mux.HandleFunc("GET /api/users", handleListUsers(users))
	mux.HandleFunc("POST /api/users/", handleCreateUser(users))
	mux.HandleFunc("GET /api/users/{id}", handleGetUser(users))
	return mux
}

func handleHealth(w http.ResponseWriter, r *http.Request) {
	writeJSON(w, http.StatusOK, map[string]string{"status": "ok"})
}

func handleListUsers(users *store) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		writeJSON(w, http.StatusOK, users.list())
	}
}

func handleGetUser(users *store) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		id, err := strconv.ParseInt(r.PathValue("id"), 10, 64)
		if err != nil || id < 1 {
			writeError(w, http.StatusBadRequest, "the id must be a positive integer")
			return
		}
		u, ok := users.get(id)
		if !ok {
			writeError(w, http.StatusNotFound, fmt.Sprintf("there is no user %d", id))
			return
		}
		writeJSON(w, http.StatusOK, u)
	}
}

// newUser is what a client sends to create a user. It is not a user: the
// client does not choose the id.
type newUser struct {
	Name  string `json:"name"`
	Email string `json:"email"`
}

// validate returns what is wrong with the user, in words for the client.
func (n newUser) validate() error {
	switch {
	case strings.TrimSpace(n.Name) == "":
		return errors.New("name must not be blank")
	case utf8.RuneCountInString(n.Name) > maxName:
		return fmt.Errorf("name must not be longer than %d characters", maxName)
	case !strings.Contains(n.Email, "@"):
		return errors.New("email must contain an @")
	}
	return nil
}

func handleCreateUser(users *store) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		input, err := readJSON[newUser](w, r)
		if err != nil {
			writeBodyError(w, err)
			return
		}
		if err := input.validate(); err != nil {
			writeError(w, http.StatusBadRequest, err.Error())
			return
		}
		u := users.add(input.Name, input.Email)
		slog.Info("user created", "id", u.ID)
		w.Header().Set("Location", fmt.Sprintf("/api/users/%d", u.ID))
		writeJSON(w, http.StatusCreated, u)
	}
}
