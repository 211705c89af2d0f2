// Package chilike is a small router in the manner of chi: a tree of path
// segments, parameters in braces, middleware.
package chilike

import (
	"context"
	"net/http"
	"sort"
	"strings"
)

type node struct {
	children map[string]*node
	param    *node
	name     string
	handlers map[string]http.HandlerFunc
}

func newNode() *node {
	return &node{children: map[string]*node{}, handlers: map[string]http.HandlerFunc{}}
}

type Middleware func(http.Handler) http.Handler

type Router struct {
	root       *node
	middleware []Middleware
	NotFound   http.HandlerFunc
	NotAllowed http.HandlerFunc
}

func New() *Router {
	return &Router{root: newNode(), NotFound: http.NotFound, NotAllowed: func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusMethodNotAllowed)
	}}
}

func (rt *Router) Use(m Middleware) { rt.middleware = append(rt.middleware, m) }

func (rt *Router) Get(path string, h http.HandlerFunc)  { rt.add(http.MethodGet, path, h) }
func (rt *Router) Post(path string, h http.HandlerFunc) { rt.add(http.MethodPost, path, h) }

func segments(path string) []string { return strings.Split(strings.Trim(path, "/"), "/") }

func (rt *Router) add(method, path string, h http.HandlerFunc) {
	at := rt.root
	for _, segment := range segments(path) {
		if strings.HasPrefix(segment, "{") {
			if at.param == nil {
				at.param = newNode()
				at.param.name = strings.Trim(segment, "{}")
			}
			at = at.param
			continue
		}
		if at.children[segment] == nil {
			at.children[segment] = newNode()
		}
		at = at.children[segment]
	}
	at.handlers[method] = h
}

type params struct{}

// Param returns what stands in the path where {name} stands in the pattern.
func Param(r *http.Request, name string) string {
	values, _ := r.Context().Value(params{}).(map[string]string)
	return values[name]
}

func (rt *Router) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	var h http.Handler = http.HandlerFunc(rt.route)
	for i := len(rt.middleware) - 1; i >= 0; i-- {
		h = rt.middleware[i](h)
	}
	h.ServeHTTP(w, r)
}

func (rt *Router) route(w http.ResponseWriter, r *http.Request) {
	at, values := rt.root, map[string]string{}
	for _, segment := range segments(r.URL.Path) {
		switch {
		case at.children[segment] != nil:
			at = at.children[segment]
		case at.param != nil && segment != "":
			at = at.param
			values[at.name] = segment
		default:
			rt.NotFound(w, r)
			return
		}
	}
	if len(at.handlers) == 0 {
		rt.NotFound(w, r)
		return
	}
	h := at.handlers[r.Method]
	if h == nil {
		var methods []string
		for method := range at.handlers {
			methods = append(methods, method)
		}
		sort.Sort(sort.Reverse(sort.StringSlice(methods)))
		// One line for each method, as RFC 9110 allows.
		for _, method := range methods {
			w.Header().Add("Allow", method)
		}
		rt.NotAllowed(w, r)
		return
	}
	h(w, r.WithContext(context.WithValue(r.Context(), params{}, values)))
}
