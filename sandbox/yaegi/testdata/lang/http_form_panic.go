// A panic in the net/http form.
package main

import (
	"net/http"
)

func Handle(w http.ResponseWriter, r *http.Request) { panic("boom") }
