// Package auth knows who may use the admin API: API tokens, the sessions that
// browsers get for them, and the setup codes from which the first token comes.
//
// It knows no HTTP framework and no Caddy. An Authenticator answers who a
// secret belongs to from memory; a store keeps the hashes of secrets, never the
// secrets. What a Principal may do is the caller's decision, by its Scope.
package auth
