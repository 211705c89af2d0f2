package main

import "net/http"

// routes ties methods and paths to handlers.
func routes(users *store) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /health", handleHealth)

	// STEP 3. Three routes are missing. The patterns are
	//
	//	"GET /api/users"
	//	"POST /api/users"
	//	"GET /api/users/{id}"     r.PathValue("id") returns that part
	//
	// A handler that needs the store can be a method of it, or a function
	// that takes the store and returns an http.HandlerFunc:
	//
	//	func getUser(users *store) http.HandlerFunc {
	//		return func(w http.ResponseWriter, r *http.Request) {
	//			// users can be used in here
	//		}
	//	}
	return mux
}

func handleHealth(w http.ResponseWriter, r *http.Request) {
	// STEP 2, check "health": answer 200 and {"status":"ok"}.
	// writeJSON in json.go does most of it.
	writeError(w, http.StatusNotImplemented, "not written yet")
}
