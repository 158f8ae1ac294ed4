// http.Error in the net/http form.
package main

import (
	"net/http"
)

func Handle(w http.ResponseWriter, r *http.Request) {
	if r.Header.Get("X-Token") != "secret" {
		http.Error(w, "forbidden", http.StatusForbidden)
		return
	}
	w.Write([]byte("in"))
}
