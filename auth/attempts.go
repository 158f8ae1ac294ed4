package auth

import (
	"context"
	"fmt"
	"net/netip"
	"sync"
	"time"
)

const (
	// attemptBurst is how many wrong tokens and codes an address may send at
	// once, and attemptInterval how long it takes until it may send one more.
	attemptBurst    = 10
	attemptInterval = 6 * time.Second

	// maxAddresses is how many addresses are remembered.
	maxAddresses = 10_000
)

// TooManyError refuses an address that has sent too many wrong tokens and setup
// codes.
type TooManyError struct {
	RetryAfter time.Duration
}

// Error says how long to wait.
func (e *TooManyError) Error() string {
	return fmt.Sprintf("too many wrong tokens or setup codes: wait %s", e.RetryAfter.Round(time.Second))
}

// failed counts a wrong token or setup code against its sender. It returns err,
// or that there were too many.
func (a *Authenticator) failed(ctx context.Context, client Client, err error) error {
	if wait := a.attempts.fail(client.Address, a.now()); wait > 0 {
		return &TooManyError{RetryAfter: wait}
	}
	a.logger.WarnContext(ctx, "somebody could not sign in", "address", client.Address, "error", err)
	return err
}

// attempts counts failures by address in bounded memory.
type attempts struct {
	mu sync.Mutex

	// free is when an address will have all of its burst again.
	free map[netip.Prefix]time.Time
}

func newAttempts() *attempts { return &attempts{free: map[netip.Prefix]time.Time{}} }

// fail counts a failure and returns how long to wait, 0 if that was not too
// many.
func (t *attempts) fail(address string, now time.Time) time.Duration {
	t.mu.Lock()
	defer t.mu.Unlock()
	key := attemptKey(address)
	free, known := t.free[key]
	if free.Before(now) {
		free = now
	}
	if wait := free.Add(attemptInterval).Sub(now) - attemptBurst*attemptInterval; wait > 0 {
		return wait
	}
	if !known && len(t.free) >= maxAddresses {
		t.makeRoom(now)
	}
	t.free[key] = free.Add(attemptInterval)
	return 0
}

// makeRoom forgets the addresses that have all of their burst again and, if
// those are few, any others, so that it is not called again soon.
func (t *attempts) makeRoom(now time.Time) {
	for key, free := range t.free {
		if !free.After(now) {
			delete(t.free, key)
		}
	}
	for key := range t.free {
		if len(t.free) <= maxAddresses/2 {
			return
		}
		delete(t.free, key)
	}
}

// attemptKey is what is counted as one address: IPv6 networks are given out by
// 64 bits and more. What is no address is counted together.
func attemptKey(address string) netip.Prefix {
	ip, err := netip.ParseAddr(address)
	if err != nil {
		return netip.Prefix{}
	}
	ip = ip.Unmap().WithZone("")
	bits := ip.BitLen()
	if ip.Is6() {
		bits = 64
	}
	prefix, err := ip.Prefix(bits)
	if err != nil {
		return netip.Prefix{}
	}
	return prefix
}
