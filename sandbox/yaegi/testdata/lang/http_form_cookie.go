// Setting a cookie.
package main

import (
	"net/http"
)

func Handle(w http.ResponseWriter, r *http.Request) {
	c := &http.Cookie{Name: "a", Value: "b", Path: "/"}
	http.SetCookie(w, c)
	w.Write([]byte("x"))
}
