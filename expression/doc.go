// Package expression compiles and runs the small expressions that users write:
// the guards of routes and the filters of the execution log. The language is a
// part of github.com/expr-lang/expr, chosen so that every expression that
// compiles also ends soon: an expression is a tree whose parts are each
// computed at most once, over values of at most MaxValueBytes. There are no
// loops, no variables and no functions that make much out of little, because
// the library's own memory budget counts neither the turns of a loop nor the
// bytes of a text.
//
// # The language
//
// Texts in double or single quotes or backticks, numbers, true and false; and
//
//	== != < <= > >=              1 < x < 5 works too
//	and && or || not !           the right side runs only if it matters
//	+ - * / % **                 + also joins texts
//	contains startsWith endsWith also after not
//	matches "^/v[0-9]+/"         an RE2 pattern, which must be a literal
//	x in ["a", "b"]              also after not
//	x in 200..299                both ends count
//	c ? a : b                    and if c { a } else { b }
//
// The functions are len (in characters), lower, upper, trim, trimPrefix,
// trimSuffix, int, float, string, abs, ceil, floor, round, min and max. The
// second argument of trim must be a literal. x | lower() is the same as
// lower(x). Filters have three more: date("2026-01-31T12:00:00Z"), which also
// takes "2026-01-31 12:00:00" and "2026-01-31" in UTC, duration("1h30m"), and
// now(), which is the moment the filter was compiled. Everything else that the
// library knows is refused: closures and what takes them (all, any, filter,
// map, ...), ranges and lists outside of in, maps, slices, let, ?? and ?.,
// nil, and the functions that build long values (repeat, replace, split, join,
// toJSON, ...).
//
// # Guards
//
// A guard is true or false, and sees the request alone:
//
//	request.method           as received, in upper case by custom
//	request.host             in lower case, without the port
//	request.path             as received: still percent-encoded, without the query
//	request.remote_ip        the client's address, without the port
//	request.tls              true for HTTPS
//	request.params["name"]   a capture of the route, decoded
//	request.query["name"]    the first value of a query parameter, decoded
//	request.header["Name"]   the first value of a header, in any letter case
//
// A missing capture, parameter or header is the empty text; "name" in
// request.query tells the two apart. request.params.name is the same as
// request.params["name"].
//
// # Filters
//
// A filter is true or false for an execution record, whose fields stand alone
// under their names in the log API:
//
//	id script_id script_name version route_id   texts, but version is a number
//	method host path remote_ip node             path with the query
//	status outcome error                        status is a number
//	duration_ms queued_ms warm_ms               numbers with a fraction
//	operations request_bytes response_bytes logs_dropped
//	started_at                                  a time
//
// An example: status >= 500 && path startsWith "/greet".
package expression
