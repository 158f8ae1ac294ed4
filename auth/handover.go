package auth

import (
	"sync"
	"time"

	"github.com/picloud/picloud/store"
)

const (
	// maxHandovers is how many new secrets are kept until they are used, and
	// handoverFor how long.
	maxHandovers = 1000
	handoverFor  = 24 * time.Hour
)

// handovers are the new secrets of sessions, kept in memory until they are
// used: the answer with which one goes out may be lost, and who still has the
// old secret then is given the new one again. The zero value has none.
type handovers struct {
	mu   sync.Mutex
	list map[store.ID]handover // by session
}

// handover is the last change of a session's secret.
type handover struct {
	hash   store.Hash // of the new secret
	secret string     // the new one, empty once it was used
	at     time.Time  // when it was made or, by then, used
}

// begin keeps a session's new secret.
func (h *handovers) begin(id store.ID, hash store.Hash, secret string, now time.Time) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if _, known := h.list[id]; !known && len(h.list) >= maxHandovers {
		h.makeRoom(now)
	}
	if h.list == nil {
		h.list = make(map[store.ID]handover)
	}
	h.list[id] = handover{hash: hash, secret: secret, at: now}
}

// makeRoom forgets what is over and, if that is nothing, the oldest.
func (h *handovers) makeRoom(now time.Time) {
	var oldest store.ID
	for id, one := range h.list {
		if one.over(now) {
			delete(h.list, id)
		} else if oldest.IsZero() || one.at.Before(h.list[oldest].at) {
			oldest = id
		}
	}
	if len(h.list) >= maxHandovers {
		delete(h.list, oldest)
	}
}

// over reports whether the old secret ends by now.
func (one handover) over(now time.Time) bool {
	if one.secret == "" {
		return now.Sub(one.at) >= rotateGrace
	}
	return now.Sub(one.at) >= handoverFor
}

// arrived notes that a session's secret was used.
func (h *handovers) arrived(s store.Session, now time.Time) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if one := h.list[s.ID]; one.secret != "" && one.hash == s.Hash {
		h.list[s.ID] = handover{hash: one.hash, at: now}
	}
}

// old returns whether the secret before a session's secret is still taken, and
// the latter if nobody has used it yet.
func (h *handovers) old(s store.Session, now time.Time) (next string, ok bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	one, known := h.list[s.ID]
	if !known || one.hash != s.Hash {
		// Another node has changed it, or this one before its restart.
		return "", now.Sub(s.RotatedAt) < rotateGrace
	}
	if one.over(now) {
		return "", false
	}
	return one.secret, true
}

// keep forgets the sessions that are gone.
func (h *handovers) keep(exists func(id store.ID) bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for id := range h.list {
		if !exists(id) {
			delete(h.list, id)
		}
	}
}
