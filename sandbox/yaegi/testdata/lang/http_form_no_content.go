// A status without a body.
package main

import (
	"net/http"
)

func Handle(w http.ResponseWriter, r *http.Request) { w.WriteHeader(204) }
