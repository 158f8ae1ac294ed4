//go:build !linux

package process

// yieldPriority does nothing where threads have no priority of their own.
func yieldPriority() {}

// relaxTimers does nothing: timers are as exact as the system makes them.
func relaxTimers() {}
