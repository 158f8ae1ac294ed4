// Package remote runs scripts on other machines.
//
// An [Executor] sends executions over HTTP to nodes, each of which is a
// [Handler] around an executor of its own. Bodies are streamed both ways; what
// a slow client does not take is not read from the node.
//
// What may have run is never run again. An execution is given to another node
// only when it is certain that the first one has not begun it: it could not be
// reached, it refused, or it says so when the connection was lost.
package remote
