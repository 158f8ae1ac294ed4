// A handler in the style of net/http with JSON in and out.
package main

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"

	"github.com/picloud/picloud/sdk"
)

type payload struct {
	Name string `json:"name"`
}

func respond(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	if err := json.NewEncoder(w).Encode(v); err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
	}
}

var _ sdk.Request

func Handle(w http.ResponseWriter, r *http.Request) {
	var in payload
	if err := json.NewDecoder(r.Body).Decode(&in); err != nil && !errors.Is(err, io.EOF) {
		respond(w, http.StatusBadRequest, map[string]string{"error": err.Error()})
		return
	}
	respond(w, http.StatusCreated, struct {
		OK bool    `json:"ok"`
		In payload `json:"in"`
	}{true, in})
}
