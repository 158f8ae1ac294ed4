package local

import "github.com/picloud/picloud/sandbox"

// Walls implements sandbox.Walled: what this process can do against its own
// scripts.
func (*Executor) Walls() []sandbox.Wall {
	return []sandbox.Wall{
		{Name: "time", Stands: true, Detail: "the client is answered at the deadline"},
		{Name: "loops", Stands: true, Detail: "operations are counted"},
		{Name: "recursion", Stands: true, Detail: "the depth of calls is bounded"},
		{Name: "packages", Stands: true, Detail: "only packages that open no files, connections or processes can be imported"},
		{Name: "memory", Stands: false, Detail: "the limit is advisory: memory is looked at now and then, and one large allocation can be too fast"},
		{Name: "crashes", Stands: false, Detail: "a fatal error of the Go runtime ends the whole process"},
	}
}

// Interface guard
var _ sandbox.Walled = (*Executor)(nil)
