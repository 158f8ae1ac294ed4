package storetest

import (
	"testing"

	"github.com/picloud/picloud/store"
)

func newVersions(t *testing.T, s store.Store) {
	ctx := t.Context()
	script := addScript(t, s, "v")
	first := script.Source
	save := func(source string, want int64) {
		t.Helper()
		script.Source = source
		equal(t, "version", must(s.UpdateScript(ctx, script, 0))(t).Version, want)
	}
	save(first, 1)
	save("second", 2)
	save("second", 2)
	script.Name, script.Description, script.Enabled, script.Limits.TimeoutMS = "w", "renamed", false, 1
	save("second", 2)
	save(first, 3) // differs from the live one
	must(s.ActivateVersion(ctx, script.ID, 2, 0))(t)
	save("second", 2)
	save(first, 4) // numbers are not reused

	for number, source := range map[int64]string{1: first, 2: "second", 3: first, 4: first} {
		v := must(s.VersionByNumber(ctx, script.ID, number))(t)
		equal(t, "number", v.Number, number)
		equal(t, "source", v.Source, source)
		equal(t, "script", v.ScriptID, script.ID)
		equal(t, "live", v.Live, number == 4)
	}
}

func listVersions(t *testing.T, s store.Store) {
	ctx := t.Context()
	other := addScript(t, s, "other")
	script := addScript(t, s, "listed")
	for _, source := range []string{"2", "3", "4", "5"} {
		script.Source = source
		script = must(s.UpdateScript(ctx, script, 0))(t)
	}
	must(s.ActivateVersion(ctx, script.ID, 3, 0))(t)

	var numbers []int64
	var before int64
	for {
		page := must(s.ListVersions(ctx, script.ID, before, 2))(t)
		if len(page) == 0 {
			break
		}
		for _, v := range page {
			numbers = append(numbers, v.Number)
			equal(t, "live", v.Live, v.Number == 3)
			equal(t, "source", v.Source, "")
			full := must(s.VersionByNumber(ctx, script.ID, v.Number))(t)
			equal(t, "created", v.CreatedAt, full.CreatedAt)
		}
		before = page[len(page)-1].Number
	}
	equal(t, "count", len(numbers), 5)
	for i, number := range numbers {
		equal(t, "number", number, int64(5-i))
	}
	equal(t, "other's versions", len(must(s.ListVersions(ctx, other.ID, 0, 10))(t)), 1)
}

func activateVersion(t *testing.T, s store.Store) {
	ctx := t.Context()
	first := addScript(t, s, "back")
	changed := first
	changed.Source = "package two"
	second := must(s.UpdateScript(ctx, changed, 0))(t)

	got := must(s.ActivateVersion(ctx, first.ID, 1, second.Revision))(t)
	if got.Revision <= second.Revision {
		t.Errorf("revision %d after %d", got.Revision, second.Revision)
	}
	want := second
	want.Source, want.Version = first.Source, 1
	want.Revision, want.UpdatedAt = got.Revision, got.UpdatedAt
	equal(t, "activated", got, want)
	equal(t, "read", must(s.ScriptByID(ctx, first.ID))(t), want)
	equal(t, "first is live", must(s.VersionByNumber(ctx, first.ID, 1))(t).Live, true)
	equal(t, "second is live", must(s.VersionByNumber(ctx, first.ID, 2))(t).Live, false)
	equal(t, "forward", must(s.ActivateVersion(ctx, first.ID, 2, 0))(t).Source, "package two")
}

func missingVersion(t *testing.T, s store.Store) {
	ctx := t.Context()
	script := addScript(t, s, "v")
	for _, number := range []int64{-1, 0, 2} {
		_, err := s.VersionByNumber(ctx, script.ID, number)
		wantError(t, err, store.ErrNotFound)
		_, err = s.ActivateVersion(ctx, script.ID, number, 0)
		wantError(t, err, store.ErrNotFound)
	}
	equal(t, "unchanged", must(s.ScriptByID(ctx, script.ID))(t), script)
	if list := must(s.ListVersions(ctx, script.ID, 1, 10))(t); len(list) > 0 {
		t.Errorf("versions before the first: %v", list)
	}
}
