package remote

import (
	"crypto/sha256"
	"slices"
	"strings"
	"testing"
)

func TestSources_RetireWhatTheyDrop(t *testing.T) {
	t.Parallel()
	var retired []string
	s := sources{retire: func(id string) { retired = append(retired, id) }}
	key := func(id string, version int64, source string) scriptKey {
		return scriptKey{id, version, sha256.Sum256([]byte(source))}
	}
	large := strings.Repeat("x", maxSourceBytes/2)
	var ids []string
	for version := range int64(4) {
		script, ok := s.put(key("a", version, large), large)
		if !ok {
			t.Fatal("a source was refused")
		}
		ids = append(ids, script.ID)
	}
	if s.bytes > maxSourceBytes || len(s.entries) != 2 || !slices.Equal(retired, ids[:2]) {
		t.Errorf("%d bytes are kept, and %v retired", s.bytes, retired)
	}
	if _, ok := s.put(key("b", 1, "one"), "another"); ok {
		t.Error("a source was taken that is not the one that was announced")
	}
	one, _ := s.put(key("b", 1, "one"), "one")
	two, _ := s.put(key("b", 1, "two"), "two")
	if one.ID == two.ID || one.Version != two.Version {
		t.Errorf("two sources are %+v and %+v", one.ID, two.ID)
	}
	same, _ := s.put(key("b", 2, "one"), "one")
	if same.ID == one.ID || same.Origin() != one.Origin() || one.Origin() != "b" {
		t.Errorf("two versions with one source are %+v and %+v", one, same)
	}
	retired = nil
	s.forget("b")
	if slices.Sort(retired); len(retired) != 3 || s.bytes > maxSourceBytes {
		t.Errorf("retired %v", retired)
	}
	if _, ok := s.get(key("b", 1, "one")); ok {
		t.Error("what was forgotten is there")
	}
}

func TestSources_KeepWhatIsUsed(t *testing.T) {
	t.Parallel()
	s := sources{retire: func(string) {}}
	used := scriptKey{"used", 1, sha256.Sum256([]byte("source"))}
	s.put(used, "source")
	for version := range int64(2 * maxSources) {
		s.put(scriptKey{"other", version, sha256.Sum256([]byte("source"))}, "source")
		if _, ok := s.get(used); !ok {
			t.Fatalf("it was dropped after %d others", version)
		}
	}
	if len(s.entries) != maxSources {
		t.Errorf("%d sources are kept", len(s.entries))
	}
}
