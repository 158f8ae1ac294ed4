// http.Redirect.
package main

import (
	"net/http"
)

func Handle(w http.ResponseWriter, r *http.Request) {
	http.Redirect(w, r, "/x?y=1", http.StatusSeeOther)
}
