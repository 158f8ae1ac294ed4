// The net/http form reads the body and writes JSON.
package main

import (
	"encoding/json"
	"io"
	"net/http"
)

func Handle(w http.ResponseWriter, r *http.Request) {
	data, err := io.ReadAll(r.Body)
	if err != nil {
		http.Error(w, "cannot read", http.StatusBadRequest)
		return
	}
	var v map[string]any
	if err := json.Unmarshal(data, &v); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	out, _ := json.Marshal(map[string]any{"keys": len(v), "name": v["name"], "q": r.URL.Query().Get("lang")})
	w.Header().Set("Content-Type", "application/json")
	w.Write(out)
}
