//go:build linux && !amd64

package walls

// archAttacks are those that only this architecture has.
func archAttacks() []attack {
	return nil
}
