package main

import (
	"encoding/json"
	"io"
	"net/http"
)

// Handle answers with the request as the script sees it. It is written in the
// form of net/http, for handlers that exist already.
func Handle(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		http.Error(w, "the body cannot be read", http.StatusBadRequest)
		return
	}
	text, err := json.MarshalIndent(map[string]any{
		"method": r.Method,
		"host":   r.Host,
		"path":   r.URL.Path,
		"rest":   r.PathValue("rest"), // what follows /echo/
		"query":  r.URL.Query(),
		"header": r.Header,
		"body":   string(body),
		"from":   r.RemoteAddr,
	}, "", "  ")
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	w.Write(text)
}
