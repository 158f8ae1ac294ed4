package store

import (
	"context"
	"errors"
	"io"
	"time"
)

// The errors that callers decide on. Drivers wrap them; test with errors.Is.
var (
	// ErrNotFound is returned when the object, or one it refers to, does not
	// exist.
	ErrNotFound = errors.New("not found")

	// ErrConflict is returned when a unique name or binding is taken.
	ErrConflict = errors.New("already exists")

	// ErrStale is returned when the object changed since the revision that the
	// caller knew.
	ErrStale = errors.New("changed in the meantime")

	// ErrInvalidText is returned when a text to be kept holds a NUL character
	// or is not UTF-8: not every database can keep those.
	ErrInvalidText = errors.New("holds a NUL character or is not UTF-8")

	// ErrUnavailable is returned when the database cannot be reached, is
	// locked, full or read-only. Trying again later may help.
	ErrUnavailable = errors.New("store unavailable")

	// ErrLocked is returned on opening when another process holds the data.
	ErrLocked = errors.New("in use by another process")

	// ErrCorrupt is returned on opening when the data is damaged.
	ErrCorrupt = errors.New("database is damaged")

	// ErrTooNew is returned on opening when a newer PiCloud wrote the data, in a
	// way that this one cannot work with.
	ErrTooNew = errors.New("database was written by a newer version")
)

// Store keeps everything. Implementations are safe for concurrent use, and
// every method that changes something is atomic and durable when it returns.
type Store interface {
	Scripts
	Routes
	Executions
	Stats
	Nodes
	Access
	Changes

	// Snapshot returns all scripts and routes of one moment.
	Snapshot(ctx context.Context) (Snapshot, error)

	// Revision returns the revision a Snapshot would have.
	Revision(ctx context.Context) (int64, error)

	// Schema returns the number of the highest migration applied.
	Schema() int

	// Ping reports whether the store can serve.
	Ping(ctx context.Context) error

	io.Closer
}

// Scripts keeps scripts and their versions.
type Scripts interface {
	// CreateScript adds a script with its Source as live version 1. ID, Name
	// and Source are the caller's, Version, Revision and the times are filled
	// in. ErrConflict: the name or id is taken. ErrInvalidText: as said there.
	CreateScript(ctx context.Context, s Script) (Script, error)

	// UpdateScript replaces a script's name, description, limits and enabled
	// state, and saves its Source as a new live version if it differs from the
	// live one. A revision other than 0 must be the current one, else
	// ErrStale.
	UpdateScript(ctx context.Context, s Script, revision int64) (Script, error)

	// DeleteScript deletes a script with its versions and routes; its
	// execution records stay. Revision as in UpdateScript.
	DeleteScript(ctx context.Context, id ID, revision int64) error

	// ScriptByID and ScriptByName return one script or ErrNotFound.
	ScriptByID(ctx context.Context, id ID) (Script, error)
	ScriptByName(ctx context.Context, name string) (Script, error)

	// ListScripts returns the scripts whose name or description contains
	// Query, by name, after the cursor.
	ListScripts(ctx context.Context, q ScriptQuery) ([]Script, error)

	// ListVersions returns the versions of a script, newest first, with a
	// number below before unless that is 0, and without their sources.
	// ErrNotFound: no such script.
	ListVersions(ctx context.Context, scriptID ID, before int64, limit int) ([]Version, error)

	// VersionByNumber returns one version with its source, or ErrNotFound.
	VersionByNumber(ctx context.Context, scriptID ID, number int64) (Version, error)

	// ActivateVersion makes a version live. Revision as in UpdateScript.
	ActivateVersion(ctx context.Context, scriptID ID, number, revision int64) (Script, error)
}

// MaxSearch is the longest text, in bytes, that a query can look for.
const MaxSearch = 10_000

// ScriptQuery selects scripts.
type ScriptQuery struct {
	Query     string // substring of name or description, case-insensitive for ASCII; "" for all; at most MaxSearch bytes
	AfterName string // names greater than this
	Limit     int    // at least 1
}

// RouteCheck decides whether a route may stand beside the others of its host
// kind, host and path kind. Its error is returned as it is. It must be
// re-runnable: a driver may retry a transaction.
type RouteCheck func(others []Route) error

// Routes keeps routes. Checking and writing is one serialised step: of
// concurrent writes that exclude each other exactly one succeeds, from any
// node.
type Routes interface {
	// CreateRoute adds a route if check, called with the routes that share its
	// Binding's host kind, host and path kind, agrees. ID is the caller's,
	// CreatedAt is filled in. ErrNotFound: no such script. ErrConflict: the
	// id or binding is taken.
	CreateRoute(ctx context.Context, r Route, check RouteCheck) (Route, error)

	// UpdateRoute replaces a route, its script included unless ScriptID is zero;
	// CreatedAt stays. The others given to check do not include the route itself.
	UpdateRoute(ctx context.Context, r Route, check RouteCheck) (Route, error)

	DeleteRoute(ctx context.Context, id ID) error

	RouteByID(ctx context.Context, id ID) (Route, error)

	// ListRoutes returns the routes by id after the cursor; ScriptID zero is
	// those of all scripts.
	ListRoutes(ctx context.Context, q RouteQuery) ([]Route, error)
}

// RouteQuery selects routes.
type RouteQuery struct {
	ScriptID ID
	After    ID
	Limit    int // at least 1
}

// Executions keeps execution records, apart from everything else: they may be
// lost in a power failure, and never block a change of configuration.
type Executions interface {
	Following

	// AppendExecutions adds records. A record whose id is known is skipped.
	// Texts lose NUL characters and what is not UTF-8.
	AppendExecutions(ctx context.Context, batch []Execution) error

	// ListExecutions returns records, newest first, without their log lines
	// unless the query asks for them.
	ListExecutions(ctx context.Context, q ExecutionQuery) ([]Execution, error)

	// ExecutionByID returns one record with its log lines, or ErrNotFound.
	ExecutionByID(ctx context.Context, id ID) (Execution, error)

	// DeleteExecutions deletes at most limit records of an age, the oldest
	// first, and returns how many. It works in small steps, so that records can
	// be added meanwhile, and gives the space back where it can; on an error it
	// returns how many were deleted until then.
	DeleteExecutions(ctx context.Context, age ExecutionAge, limit int) (int, error)

	// ExecutionBytes returns how much space the records take, about, without
	// the counts of Stats, which deleting records cannot make room for. It is
	// quick, and what DeleteExecutions deletes is gone from it at once.
	ExecutionBytes(ctx context.Context) (int64, error)
}

// ExecutionAge selects execution records to delete.
type ExecutionAge struct {
	Before time.Time // those started before

	// Successes spares failures: executions whose outcome is neither ok nor
	// canceled, or whose status is 500 or more. The record that was added last
	// stays too, since the others are followed by their place behind it.
	Successes bool
}

// ExecutionQuery selects execution records. Zero fields select all.
//
// Since and Until compare StartedAt, but only records whose id was made about
// then (within a minute) are sure to be found: ids are what is indexed. See
// NewIDAt.
type ExecutionQuery struct {
	ScriptID  ID
	RouteID   ID
	Outcome   string
	StatusMin int       // inclusive
	StatusMax int       // inclusive; 0 is no bound
	Since     time.Time // inclusive
	Until     time.Time // exclusive
	Text      string    // substring of path, error, a log message or attribute; case-insensitive for ASCII; at most MaxSearch bytes
	Before    ID        // records with a smaller id: the cursor
	WithLogs  bool
	Limit     int // at least 1
}
