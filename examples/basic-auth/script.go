package main

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/hex"
	"net/http"
	"strings"

	"github.com/picloud/picloud/sdk"
)

// users are the names with the SHA-256 of their passwords, as
// printf open-sesame | sha256sum prints it. That is enough for long random
// passwords only: short ones can be guessed from it.
var users = map[string]string{
	"ann": "d7ecdf25eaf3deba0f2628771dbdd22d4138ab6cf38f91ed02a2ca0dec7c8ab7",
}

// Handle serves a page to those who have a password.
func Handle(ctx *sdk.Context) (any, error) {
	name, ok := authenticate(ctx.Request.Header.Get("Authorization"))
	if !ok {
		response := sdk.Text(http.StatusUnauthorized, "Who are you?")
		response.Header.Set("WWW-Authenticate", `Basic realm="private", charset="UTF-8"`)
		return response, nil
	}
	ctx.Log.Info("signed in", "name", name)
	response := sdk.Text(http.StatusOK, "Welcome back, "+name+".")
	response.Header.Set("Cache-Control", "no-store")
	return response, nil
}

// authenticate returns the name in an Authorization header if the password
// with it is right.
func authenticate(header string) (string, bool) {
	encoded, ok := strings.CutPrefix(header, "Basic ")
	if !ok {
		return "", false
	}
	decoded, err := base64.StdEncoding.DecodeString(encoded)
	if err != nil {
		return "", false
	}
	name, password, ok := strings.Cut(string(decoded), ":")
	if !ok {
		return "", false
	}
	sum := sha256.Sum256([]byte(password))
	got := hex.EncodeToString(sum[:])

	// Comparing takes as long for a wrong guess as for a nearly right one, and
	// as long for a name that is not there.
	want, known := users[name]
	if !known {
		want = strings.Repeat("0", len(got))
	}
	return name, subtle.ConstantTimeCompare([]byte(got), []byte(want)) == 1 && known
}
