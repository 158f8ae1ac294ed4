// Package sandboxtest is the suite that every [sandbox.Executor] passes.
//
// Conformance shows that an executor answers as the contract says: every shape
// of request and response, logs, limits, outcomes, global variables, checks and
// its life cycle. Abuse runs scripts that loop, recurse, allocate, block, panic
// and flood, and shows of each that it ends in a named outcome, that the script
// is served again afterwards, and that another script did not notice.
//
// What hostile native code in a worker can do, and what a hostile worker can
// say, are not for scripts to show: those tests are with the executor that has
// workers.
package sandboxtest
