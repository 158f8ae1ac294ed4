package picloud

import (
	"slices"
	"sync"
)

// terms are what the configs that share something say of it. While a reload
// goes on that is what the older config says, since the newer one may still
// fail. The zero value has none.
type terms struct {
	mu   sync.Mutex
	list []*term // the oldest first
}

// term is what one config says.
type term struct{ apply func() }

// begin has apply called as soon as no older config is left, which may be at
// once, and returns what ends a config's word.
func (t *terms) begin(apply func()) (end func()) {
	t.mu.Lock()
	defer t.mu.Unlock()
	one := &term{apply}
	t.list = append(t.list, one)
	if len(t.list) == 1 {
		apply()
	}
	return sync.OnceFunc(func() { t.end(one) })
}

func (t *terms) end(one *term) {
	t.mu.Lock()
	defer t.mu.Unlock()
	i := slices.Index(t.list, one)
	t.list = slices.Delete(t.list, i, i+1)
	if i == 0 && len(t.list) > 0 {
		t.list[0].apply()
	}
}
