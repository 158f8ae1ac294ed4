// Package library holds what scripts may use of the generic part of the
// standard library, as source: the interpreter has no generic functions of
// native code, so the engine compiles these into the scripts that use them,
// once for each list of type arguments. That also keeps the callbacks that
// they make under the meter.
//
// The folders are ordinary packages, with the functions of the packages of the
// same name. They may import each other, package native and what scripts may
// import, and use no generic types but those of package iter.
package library

import "embed"

// Sources holds one file NAME/NAME.go for each of [Names].
//
//go:embed */*.go
var Sources embed.FS

// Names lists the packages in an order in which each is behind those that it
// imports.
func Names() []string {
	return []string{"iter", "cmp", "slices", "maps", "strings", "errors", "sync"}
}
