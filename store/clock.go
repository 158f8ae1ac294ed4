package store

import "time"

// Clocked is implemented by stores that several nodes share, whose clocks may
// differ.
type Clocked interface {
	// Now is the time by which nodes decide what they have to agree on, such as
	// when a token expires: that of the database, as far as this node knows it.
	Now() time.Time
}

// ClockOf returns the clock of what a store keeps: its own one, or time.Now.
func ClockOf(s Store) func() time.Time {
	if clocked, ok := s.(Clocked); ok {
		return clocked.Now
	}
	return time.Now
}
