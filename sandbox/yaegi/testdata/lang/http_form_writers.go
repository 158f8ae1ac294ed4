// The ways of writing a body.
package main

import (
	"fmt"
	"io"
	"net/http"
)

func Handle(w http.ResponseWriter, r *http.Request) {
	io.WriteString(w, "a")
	fmt.Fprint(w, "b", 1, 2)
	fmt.Fprintln(w, "c")
	w.Write([]byte{'d'})
}
