package remote

import (
	"container/list"
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"sync"

	"github.com/picloud/picloud/sandbox"
	"github.com/picloud/picloud/sandbox/remote/wire"
)

// scriptKey names one version of a script with one source. Several callers may
// have a script of the same id that is not the same.
type scriptKey struct {
	id      string
	version int64
	hash    wire.Hash
}

// script is the script that the node's executor is given: its id tells apart
// what is another version or has another source, so that each can be retired
// alone.
func (k scriptKey) script(source string) sandbox.Script {
	id := k.id + "@" + strconv.FormatInt(k.version, 10) + "-" + hex.EncodeToString(k.hash[:8])
	return sandbox.Script{ID: id, Of: k.id, Version: k.version, Source: source}
}

// sources keeps the sources that a node was given, the latest used ones. What
// it drops it retires. The zero value is empty; retire must be set.
type sources struct {
	retire func(scriptID string)

	mu      sync.Mutex
	entries map[scriptKey]*list.Element
	recent  list.List // of *keptSource, the latest used first
	bytes   int
}

type keptSource struct {
	key    scriptKey
	script sandbox.Script
}

const (
	maxSources     = 4096
	maxSourceBytes = 128 << 20
)

// get returns the script of a key.
func (s *sources) get(key scriptKey) (sandbox.Script, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	element, ok := s.entries[key]
	if !ok {
		return sandbox.Script{}, false
	}
	s.recent.MoveToFront(element)
	return element.Value.(*keptSource).script, true
}

// put keeps a source and returns the script. It fails when the source is not
// that of the key.
func (s *sources) put(key scriptKey, source string) (sandbox.Script, bool) {
	if kept, ok := s.get(key); ok {
		return kept, kept.Source == source
	}
	if sha256.Sum256([]byte(source)) != key.hash {
		return sandbox.Script{}, false
	}
	kept := &keptSource{key: key, script: key.script(source)}
	for _, id := range s.add(kept) {
		s.retire(id)
	}
	return kept.script, true
}

// add adds a source and returns the ids of scripts that had to go for it.
func (s *sources) add(kept *keptSource) (gone []string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.entries == nil {
		s.entries = map[scriptKey]*list.Element{}
	}
	if _, ok := s.entries[kept.key]; ok {
		return nil
	}
	s.entries[kept.key] = s.recent.PushFront(kept)
	s.bytes += len(kept.script.Source)
	for s.recent.Len() > 1 && (s.recent.Len() > maxSources || s.bytes > maxSourceBytes) {
		gone = append(gone, s.drop(s.recent.Back()))
	}
	return gone
}

// drop forgets a source. The caller holds the lock.
func (s *sources) drop(element *list.Element) (id string) {
	kept := element.Value.(*keptSource)
	s.recent.Remove(element)
	delete(s.entries, kept.key)
	s.bytes -= len(kept.script.Source)
	return kept.script.ID
}

// forget drops all versions of a script.
func (s *sources) forget(id string) {
	var gone []string
	s.mu.Lock()
	for key, element := range s.entries {
		if key.id == id {
			gone = append(gone, s.drop(element))
		}
	}
	s.mu.Unlock()
	for _, id := range gone {
		s.retire(id)
	}
}
