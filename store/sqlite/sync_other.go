//go:build !unix

package sqlite

// syncDir does nothing: where directories cannot be synced, a rename is
// durable in its own time, and a store that is lost then was empty.
func syncDir(string) error { return nil }
