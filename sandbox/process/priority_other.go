//go:build !linux

package process

// yieldPriority does nothing where threads have no priority of their own.
func yieldPriority() {}
