// Package symbols is the allow-list of what scripts may import, as symbol
// tables for yaegi and, from the same tables, as go/types packages.
//
// What is exposed of a package is what its table here names; nothing is taken
// from yaegi's own tables, which link the whole standard library. Some symbols
// are not the standard library's own:
//
//   - Functions whose work grows with their input report it to the [Host], so
//     that limits hold during native calls too.
//   - Functions that can multiply their input have a cap on the result, and
//     panic with a [*LimitError] beyond it.
//   - strings.Builder, strings.Replacer, bytes.Buffer, regexp.Regexp,
//     math/rand.Rand, base64.Encoding, base32.Encoding and the types of sync
//     are types of this package, under the names that scripts know.
//   - Variables are private to each call of [Exports] or cannot be assigned.
//
// What has type parameters or iterators (slices, maps, cmp, strings.Lines,
// sync.OnceValue) is there as source, see package library: the engine compiles
// it into the scripts. [Library] has it.
//
// Missing on purpose: everything with channels, everything that reads from or
// writes to the outside, and everything that reaches package reflect.
// [Denied] says of a name that is missing what to use instead.
//
// # Values that lost their type
//
// Yaegi keeps a struct type that a script declares as an unnamed struct type,
// whose unexported fields carry the prefix X, and a value of an interface type
// that a script declares as a struct of its own. Native code would format or
// encode such a value in another way than Go does. This package undoes that
// where it can, and panics with [*Unsupported] where it sees that it cannot.
//
// The engine puts values of a script's types into [Boxed] where they become
// values of type any or error: these know the type, and print, encode, decode
// and compare as Go does. What follows is about values that come without, such
// as those in variables of other packages' interface types:
//
//   - Package json sees unexported fields by their other names: the engine tags
//     them with `json:"-"`, which encoder and decoder honour.
//   - Embedded fields, and types with methods that package fmt or json calls,
//     are told by the tags described at [Tag].
//   - A named type that is not a struct (type Color int) is its underlying type
//     here: %T and %#v print that one, and methods of values that are not
//     arguments themselves are not found. Nothing here can see that.
//   - The functions take arguments of script types with their methods, but the
//     method JSON of sdk.Request and those of sdk.Logger take them as they are.
//   - A whole value can be assigned through a pointer (*time.UTC = ...): that
//     has to be refused for the types of imported packages.
package symbols
