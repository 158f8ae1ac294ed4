package storetest

import (
	"slices"
	"testing"
	"time"

	"github.com/picloud/picloud/store"
)

// Every change leaves exactly one entry, with who made it.
func auditChanges(t *testing.T, s store.Store) {
	actor := store.Actor{Kind: "token", ID: store.NewID(), Name: "ci", Address: "192.0.2.1"}
	ctx := store.WithActor(t.Context(), actor)
	script, route, token := newScript("greet"), store.Route{}, newToken("deploy")
	session := newSession(token.ID)
	code := store.SetupCode{Hash: newHash(), ExpiresAt: time.Now().Add(time.Hour)}
	for _, step := range []struct {
		action string // "" for none
		object func() store.Object
		change func() error
	}{
		{"script.create", func() store.Object { return store.Object{Kind: "script", ID: script.ID, Name: "greet"} },
			func() (err error) { script, err = s.CreateScript(ctx, script); return }},
		{"script.update", func() store.Object { return store.Object{Kind: "script", ID: script.ID, Name: "hello"} },
			func() (err error) {
				script.Name, script.Source = "hello", "package main // 2"
				script, err = s.UpdateScript(ctx, script, 0)
				return
			}},
		{"script.activate", func() store.Object { return store.Object{Kind: "script", ID: script.ID, Name: "hello"} },
			func() error { _, err := s.ActivateVersion(ctx, script.ID, 1, 0); return err }},
		{"route.create", func() store.Object {
			return store.Object{Kind: "route", ID: route.ID, Name: "get :tenant.Example.com/a"}
		},
			func() (err error) {
				route, err = s.CreateRoute(ctx, newRoute(script.ID, "/a"), allow)
				return
			}},
		{"route.update", func() store.Object {
			return store.Object{Kind: "route", ID: route.ID, Name: "ANY :tenant.Example.com/a"}
		},
			func() error { route.Method = ""; _, err := s.UpdateRoute(ctx, route, allow); return err }},
		{"route.delete", func() store.Object {
			return store.Object{Kind: "route", ID: route.ID, Name: "ANY :tenant.Example.com/a"}
		},
			func() error { return s.DeleteRoute(ctx, route.ID) }},
		{"script.delete", func() store.Object { return store.Object{Kind: "script", ID: script.ID, Name: "hello"} },
			func() error { return s.DeleteScript(ctx, script.ID, 0) }},
		{"", nil, func() error { return s.CreateSetupCode(ctx, code) }},
		{"setup.complete", func() store.Object { return store.Object{Kind: "token", ID: token.ID, Name: "deploy"} },
			func() error { _, err := s.CompleteSetup(ctx, code.Hash, token); return err }},
		{"session.create", func() store.Object { return store.Object{Kind: "session", ID: session.ID, Name: "deploy"} },
			func() error { _, err := s.CreateSession(ctx, session); return err }},
		{"", nil, func() error {
			_, err := s.RotateSession(ctx, session.ID, session.Hash, newHash(), time.Now())
			return err
		}},
		{"", nil, func() error { return s.TouchSession(ctx, session.ID, time.Now()) }},
		{"session.delete", func() store.Object { return store.Object{Kind: "session", ID: session.ID, Name: "deploy"} },
			func() error { return s.DeleteSession(ctx, session.ID) }},
		{"token.delete", func() store.Object { return store.Object{Kind: "token", ID: token.ID, Name: "deploy"} },
			func() error { return s.DeleteToken(ctx, token.ID) }},
		{"token.create", func() store.Object { return store.Object{Kind: "token", ID: token.ID, Name: "deploy"} },
			func() error { _, err := s.CreateToken(ctx, token); return err }},
	} {
		before := must(s.ListAudit(ctx, store.AuditQuery{Limit: 100}))(t)
		if err := step.change(); err != nil {
			t.Fatalf("%s: %v", step.action, err)
		}
		after := must(s.ListAudit(ctx, store.AuditQuery{Limit: 100}))(t)
		if step.action == "" {
			equal(t, "entries", len(after), len(before))
			continue
		}
		if len(after) != len(before)+1 {
			t.Fatalf("%s: %d entries after %d", step.action, len(after), len(before))
		}
		e := after[0]
		equal(t, "action", e.Action, step.action)
		equal(t, "actor", e.Actor, actor)
		equal(t, step.action+"'s object", e.Object, step.object())
		if age := time.Since(e.At); age < -time.Second || age > time.Minute {
			t.Errorf("%s: at %v", step.action, e.At)
		}
	}
}

func auditFailures(t *testing.T, s store.Store) {
	ctx := t.Context()
	script := addScript(t, s, "s")
	for _, change := range []func() error{
		func() error { _, err := s.CreateScript(ctx, newScript("s")); return err },
		func() error { _, err := s.UpdateScript(ctx, script, script.Revision+1); return err },
		func() error {
			_, err := s.CreateRoute(ctx, newRoute(script.ID, "/b"), func([]store.Route) error { return errTaken })
			return err
		},
		func() error { return s.DeleteRoute(ctx, store.NewID()) },
		func() error { return s.DeleteToken(ctx, store.NewID()) },
	} {
		if err := change(); err == nil {
			t.Error("no error")
		}
	}
	entries := must(s.ListAudit(ctx, store.AuditQuery{Limit: 10}))(t)
	equal(t, "entries", len(entries), 1)
	equal(t, "actor", entries[0].Actor, store.Actor{Kind: store.SystemActor})
}

func auditTexts(t *testing.T, s store.Store) {
	ctx := store.WithActor(t.Context(), store.Actor{Kind: "token", Name: "a\x00\xff", Address: "\x00"})
	_ = must(s.CreateScript(ctx, newScript("s")))(t)
	equal(t, "name", must(s.ListAudit(ctx, store.AuditQuery{Limit: 1}))(t)[0].Actor.Name, "a\uFFFD")
}

func listAudit(t *testing.T, s store.Store) {
	by := func(id store.ID) store.Actor { return store.Actor{Kind: "token", ID: id} }
	ann, bob := store.NewID(), store.NewID()
	var scripts []store.Script
	for i, name := range []string{"a", "b", "c"} {
		actor := ann
		if i == 1 {
			actor = bob
		}
		script := must(s.CreateScript(store.WithActor(t.Context(), by(actor)), newScript(name)))(t)
		script.Description = "changed"
		scripts = append(scripts, must(s.UpdateScript(store.WithActor(t.Context(), by(ann)), script, 0))(t))
	}
	list := func(q store.AuditQuery) []string {
		q.Limit = 10
		var got []string
		for _, e := range must(s.ListAudit(t.Context(), q))(t) {
			got = append(got, e.Action+" "+e.Object.Name)
		}
		return got
	}
	all := []string{"script.update c", "script.create c", "script.update b", "script.create b", "script.update a", "script.create a"}
	for name, c := range map[string]struct {
		q    store.AuditQuery
		want []string
	}{
		"all":    {store.AuditQuery{}, all},
		"object": {store.AuditQuery{ObjectID: scripts[1].ID}, all[2:4]},
		"actor":  {store.AuditQuery{ActorID: bob}, all[3:4]},
		"action": {store.AuditQuery{Action: "script.create"}, []string{all[1], all[3], all[5]}},
		"both":   {store.AuditQuery{Action: "script.create", ActorID: ann}, []string{all[1], all[5]}},
		"none":   {store.AuditQuery{ObjectID: ann}, nil},
	} {
		if got := list(c.q); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
	var paged []string
	for q := (store.AuditQuery{Limit: 4}); ; {
		entries := must(s.ListAudit(t.Context(), q))(t)
		if len(entries) == 0 {
			break
		}
		for _, e := range entries {
			paged = append(paged, e.Action+" "+e.Object.Name)
			q.Before = e.ID
		}
	}
	if !slices.Equal(paged, all) {
		t.Errorf("in pages: %q", paged)
	}
}
