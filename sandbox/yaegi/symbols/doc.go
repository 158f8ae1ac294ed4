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
// Missing on purpose: everything with iterators, channels or type parameters
// (slices, maps, cmp, strings.Lines, sync.OnceValue), everything that reads
// from or writes to the outside, and everything that reaches package reflect.
//
// # Values that lost their type
//
// Yaegi keeps a struct type that a script declares as an unnamed struct type,
// whose unexported fields carry the prefix X. Formatting or encoding such a
// value natively can give another text than Go does. Where that can be seen,
// the function panics with [*Unsupported] instead; where it cannot, the engine
// has to refuse the script before it runs:
//
//   - encoding/json sees the prefixed fields: the engine tags unexported
//     fields with `json:"-"`, which both the encoder and the decoder honour.
//   - A named type that is not a struct (type Color int) is its underlying
//     type here, so %T and %#v print that one, and methods of nested values
//     are not found.
package symbols
