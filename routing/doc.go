// Package routing decides which route answers a request.
//
// A route is typed as a host, a path pattern and a method ([Spec]); [Compile] checks it and says at which byte it is
// wrong. [Compare] tells how two routes relate, with one concrete request as the proof. [NewTable] builds an immutable
// [Table] whose lookup follows the segments of a path, not the number of routes.
//
// # Order of evaluation
//
// The bucket of the request's host comes first, then wildcard hosts from the longest suffix to the shortest, then the
// routes for any host. In a bucket an exact path comes first, then the routes with more leading literal segments; with as many
// of them a param route comes before a prefix. Routes with the same host, literals and kind have the same rank: a HEAD
// request goes to one that takes HEAD itself before one that only takes GET. A route whose method does not fit or whose
// [Guard] says no is passed over as if it were not there.
//
// Routes that conflict have no order among themselves and are meant to be refused when they are created. A table takes them
// all the same: the one with a literal where the other has a parameter comes first, then the one given first.
//
// # Text
//
// Paths are split at the slashes first and percent-decoded after, so that an encoded slash stays inside its segment. A
// request path with a "." or ".." segment, encoded or not, with a broken percent escape, or one that is not UTF-8 once
// decoded, matches no route.
package routing
