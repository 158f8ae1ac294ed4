package symbols

import _ "embed"

//go:generate go run ./gencompletions -output completions.json

//go:embed completions.json
var completions []byte

// Completions returns what editors offer while a script is typed, as JSON:
//
//	{"packages": [{"path", "name", "symbols": [{"name", "kind", "signature", "doc", "members"}]}],
//	 "keywords": [...], "builtins": [symbols]}
//
// Kinds are func, type, const, var, method and field. It is what the
// allow-list exposes, with the parameter names and the first sentences of the
// packages' sources. The result must not be changed.
func Completions() []byte { return completions }
