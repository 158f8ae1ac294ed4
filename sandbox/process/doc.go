// Package process runs scripts in worker processes, one for each script, so
// that nothing a script does can reach this process: neither a crash, nor
// memory running out, nor code that has broken out of the interpreter.
//
// A worker is the running program, started again. This package's init function
// recognises it by its arguments and never lets it get to main; that works the
// same in every program that imports the package, tests included. Inside a
// worker the script runs on the yaegi engine under the executor of package
// local, which counts operations and depth and stops most scripts before their
// worker has to be killed. What a worker says is not believed, only checked:
// see package wire. What keeps it from files, connections and other processes
// is in package walls.
package process
