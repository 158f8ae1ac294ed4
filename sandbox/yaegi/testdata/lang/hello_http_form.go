// The entry point in the form of net/http.
package main

import (
	"fmt"
	"net/http"
)

func Handle(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("X-Name", r.PathValue("name"))
	w.Header().Set("Content-Type", "text/plain")
	w.WriteHeader(http.StatusCreated)
	fmt.Fprintf(w, "hello %s from %s %s", r.PathValue("name"), r.Method, r.URL.Path)
}
