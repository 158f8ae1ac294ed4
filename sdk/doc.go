// Package sdk is what PiCloud scripts import.
//
// A script is one Go file of package main with an entry point named Handle, in
// one of three forms:
//
//	func Handle(ctx *sdk.Context) (any, error)
//	func Handle(ctx *sdk.Context) any
//	func Handle(w http.ResponseWriter, r *http.Request)
//
// What the first two return becomes the response:
//
//   - nil: 204 No Content
//   - string: 200, text/plain; charset=utf-8
//   - []byte: 200, its content type sniffed from the first bytes
//   - *Response: as it is
//   - anything else: 200, encoded as JSON
//   - an error made by [Error]: that status, with the message as JSON
//   - any other error: 500; its text goes to the execution's record only
//
// The package depends on the standard library alone, so that editors, go vet
// and go test work on scripts as on any other Go code.
package sdk

// Version is the version of this interface, as /version reports it. The minor
// number grows with additions; the major number with incompatible changes.
const Version = "1.1"
