// A helper that answers JSON in the net/http form.
package main

import (
	"encoding/json"
	"net/http"
)

func write(w http.ResponseWriter, code int, v any) {
	b, err := json.Marshal(v)
	if err != nil {
		http.Error(w, err.Error(), 500)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(code)
	w.Write(b)
}
func Handle(w http.ResponseWriter, r *http.Request) {
	write(w, http.StatusAccepted, map[string]any{"m": r.Method, "h": r.Host, "ua": r.UserAgent(), "name": r.PathValue("name"), "ct": r.Header.Get("Content-Type")})
}
