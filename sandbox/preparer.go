package sandbox

import "context"

// Preparer is implemented by executors for which a script that starts cold is
// worth avoiding.
type Preparer interface {
	// Prepare gets a version of a script ready, so that its first execution
	// under the same limits finds it warm. It is called before a version goes
	// live; the version that is live meanwhile is served on, and its executions
	// in flight finish where they run. It returns when the version is ready or
	// cannot be. An error is no reason not to let the version go live: it then
	// starts with its first execution.
	Prepare(ctx context.Context, s Script, limits Limits) error
}
