// Package cost compares what operations cost with a baseline: memory that they
// allocate and instructions that they take. Unlike times, these hardly depend on
// the machine and on what else it does, so they can fail a check.
//
// Instructions are counted by stepping through the operation one by one, with
// ptrace, in a process of its own. The processor's counters would be faster, but
// most virtual machines do not have them, and they count what interrupts the
// operation as well.
package cost
