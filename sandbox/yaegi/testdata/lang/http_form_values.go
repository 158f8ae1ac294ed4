// Form values from the query.
package main

import (
	"fmt"
	"net/http"
)

func Handle(w http.ResponseWriter, r *http.Request) {
	r.ParseForm()
	fmt.Fprint(w, r.FormValue("lang"), r.Form["tag"])
}
