// Package storetest holds the contract that every store passes. A driver's
// test calls Run.
package storetest

import (
	"errors"
	"fmt"
	"testing"

	"github.com/picloud/picloud/store"
)

// Run tests stores that open returns. Each call must return one that is empty;
// open closes it when its test ends.
func Run(t *testing.T, open func(t *testing.T) store.Store) {
	for name, test := range map[string]func(t *testing.T, s store.Store){
		"Scripts/are created and read":                       createScript,
		"Scripts/have unique names and ids":                  uniqueScripts,
		"Scripts/are updated":                                updateScript,
		"Scripts/refuse a stale revision":                    staleRevision,
		"Scripts/are deleted with their routes only":         deleteScript,
		"Scripts/are listed by name":                         listScripts,
		"Scripts/are found by text":                          findScripts,
		"Scripts/are not found by too long a text":           longSearch,
		"Scripts/that do not exist are not found":            missingScript,
		"Scripts/keep any text but NUL":                      scriptTexts,
		"Scripts/keep a source of 1 MiB":                     largeSource,
		"Scripts/lose no concurrent update":                  concurrentUpdates,
		"Scripts/number concurrent versions without gaps":    concurrentVersions,
		"Versions/are made by a new source only":             newVersions,
		"Versions/are listed in pages":                       listVersions,
		"Versions/are activated":                             activateVersion,
		"Versions/that do not exist are not found":           missingVersion,
		"Routes/are created and read":                        createRoute,
		"Routes/have unique bindings and ids":                uniqueRoutes,
		"Routes/are updated":                                 updateRoute,
		"Routes/are deleted":                                 deleteRoute,
		"Routes/need a script":                               routeNeedsScript,
		"Routes/are listed in pages":                         listRoutes,
		"Routes/are checked against their neighbours":        checkNeighbours,
		"Routes/are refused with the error of the check":     checkError,
		"Routes/that conflict are created once of 50 times":  conflictingCreates,
		"Routes/that are the same are created once of 50":    identicalCreates,
		"Routes/that conflict are updated once of 20 times":  conflictingUpdates,
		"Routes/keep no NUL":                                 routeTexts,
		"Tokens/are created and listed":                      createToken,
		"Tokens/are deleted with their sessions":             deleteToken,
		"Tokens/and sessions note their use":                 touchAccess,
		"Sessions/change their secret":                       rotateSession,
		"Sessions/are ended":                                 endSessions,
		"Setup/makes one token":                              completeSetup,
		"Setup/is closed by a token":                         tokenClosesSetup,
		"Audit/has every change":                             auditChanges,
		"Audit/has no change that failed":                    auditFailures,
		"Audit/keeps any text but NUL":                       auditTexts,
		"Audit/is filtered and listed in pages":              listAudit,
		"Changes/are made at once":                           applyChanges,
		"Changes/are all made or none":                       applyAllOrNothing,
		"Snapshot/is empty at first":                         emptySnapshot,
		"Snapshot/has everything":                            wholeSnapshot,
		"Snapshot/raises its revision by every change":       revisionGrows,
		"Snapshot/keeps its revision on a failure":           revisionStays,
		"Snapshot/is of one moment":                          consistentSnapshot,
		"Executions/are appended and read":                   appendExecutions,
		"Executions/skip known ids":                          duplicateExecutions,
		"Executions/are listed newest first in pages":        pageExecutions,
		"Executions/are filtered":                            filterExecutions,
		"Executions/are found by text":                       findExecutions,
		"Executions/lose only what no database keeps":        executionTexts,
		"Executions/are deleted oldest first up to a limit":  deleteExecutions,
		"Executions/are deleted without those that failed":   deleteSuccesses,
		"Executions/take no space for counts":                excludeCounts,
		"Executions/take less space when they are deleted":   countExecutionBytes,
		"Executions/are appended while others are read":      concurrentExecutions,
		"Executions/are followed in the order of adding":     followExecutions,
		"Executions/are followed past those that are gone":   followDeleted,
		"Executions/keep their weight":                       weighExecutions,
		"Stats/are written, replaced and read":               putStats,
		"Stats/are deleted by age":                           deleteStats,
		"Nodes/are kept and listed":                          keepNodes,
		"Nodes/are deleted by id and by age":                 deleteNodes,
		"Store/serves":                                       serves,
		"Store/obeys a context that has ended":               endedContext,
		"Store/waits for its turn no longer than the caller": waitingContext,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(t, open(t))
		})
	}
}

// must fails the test on an error.
func must[T any](v T, err error) func(t *testing.T) T {
	return func(t *testing.T) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func wantError(t *testing.T, err, want error) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Fatalf("got error %v, want %v", err, want)
	}
}

func equal[T comparable](t *testing.T, what string, got, want T) {
	t.Helper()
	if got != want {
		t.Fatalf("%s: got %v, want %v", what, got, want)
	}
}

// newScript returns a script to create.
func newScript(name string) store.Script {
	return store.Script{
		ID:          store.NewID(),
		Name:        name,
		Description: "about " + name,
		Enabled:     true,
		Limits:      store.Limits{TimeoutMS: 100, MaxOperations: 2e9, MemoryLimitMB: 64, MaxConcurrency: 8},
		Source:      "package main // " + name,
	}
}

func addScript(t *testing.T, s store.Store, name string) store.Script {
	t.Helper()
	return must(s.CreateScript(t.Context(), newScript(name)))(t)
}

// newRoute returns a route to create.
func newRoute(script store.ID, path string) store.Route {
	return store.Route{
		ID:            store.NewID(),
		ScriptID:      script,
		HostKind:      "pattern",
		Host:          ":tenant.Example.com",
		HostParamName: "tenant",
		PathKind:      "exact",
		Path:          path,
		Method:        "get",
		Guard:         `request.method == "GET"`,
		Binding: store.Binding{
			HostKind: "pattern", Host: "*.example.com", PathKind: "exact", Path: path, Method: "GET",
		},
	}
}

func addRoute(t *testing.T, s store.Store, script store.ID, path string) store.Route {
	t.Helper()
	return must(s.CreateRoute(t.Context(), newRoute(script, path), allow))(t)
}

func allow([]store.Route) error { return nil }

// errTaken is what the tests' checks refuse with.
var errTaken = errors.New("taken")

// alone allows a route that has no neighbour.
func alone(others []store.Route) error {
	if len(others) > 0 {
		return fmt.Errorf("%w by %s", errTaken, others[0].Path)
	}
	return nil
}

func names(scripts []store.Script) string {
	var list []string
	for _, s := range scripts {
		list = append(list, s.Name)
	}
	return fmt.Sprint(list)
}
