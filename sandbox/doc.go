// Package sandbox defines how scripts are run: what an [Executor] is given,
// what it answers, and the limits and outcomes that every one of them honours.
//
// An Executor runs scripts somewhere: in this process, in worker processes, on
// another node. An [Engine] is a language implementation inside an executor:
// it checks, compiles and calls one script, and knows nothing of pools,
// deadlines or HTTP.
package sandbox
