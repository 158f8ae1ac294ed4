package store

import "time"

// Script is a script and its live version.
type Script struct {
	ID          ID
	Name        string // unique
	Description string
	Enabled     bool

	// Limits of the script; zero fields take the configuration's default.
	Limits Limits

	// Source is the source of the live version and Version its number,
	// counted from 1.
	Source  string
	Version int64

	// Revision grows with every change of the script, its live version
	// included. It guards against lost updates.
	Revision int64

	CreatedAt time.Time
	UpdatedAt time.Time
}

// Limits are the limits that can be set for one script.
type Limits struct {
	TimeoutMS      int64
	MaxOperations  int64
	MemoryLimitMB  int64
	MaxConcurrency int64
}

// Version is one saved source of a script. It never changes.
type Version struct {
	ScriptID  ID
	Number    int64 // from 1, without gaps
	Source    string
	CreatedAt time.Time
	Live      bool
}

// Route binds a host, path and method to a script, as the user typed it.
type Route struct {
	ID            ID
	ScriptID      ID
	HostKind      string
	Host          string
	HostParamName string
	PathKind      string
	Path          string
	Method        string // "" for any
	Guard         string // an expression; "" for none

	// Binding is the normalised form of host, path and method, which no two
	// routes share.
	Binding Binding

	CreatedAt time.Time
}

// Binding is what the unique index of the routes covers: host kind, host, path
// kind, path and method in normalised form.
type Binding struct {
	HostKind string
	Host     string
	PathKind string
	Path     string
	Method   string
}

// Execution is the record of one execution of a script.
type Execution struct {
	ID         ID // made when the execution starts
	ScriptID   ID
	ScriptName string // as it was then
	Version    int64
	RouteID    ID // zero when run by /api/v1/execute

	Method        string
	Host          string
	Path          string // as requested, with the query
	RemoteIP      string
	RequestBytes  int64
	ResponseBytes int64

	Status  int
	Outcome string
	Error   string // the script's error or why it was ended; never shown to clients

	StartedAt  time.Time
	Duration   time.Duration // all of it, queueing and start included
	Queued     time.Duration
	Warm       time.Duration // compiling and starting, when it was cold
	Operations int64

	Logs        []LogLine
	LogsDropped int

	Node string // the name of the node that ran it

	// Weight is how many executions the record stands for: 1 unless successes
	// are sampled because there are too many. A store takes 0 for 1.
	Weight int64
}

// LogLine is one line that a script logged.
type LogLine struct {
	Time    time.Time         `json:"time"`
	Level   string            `json:"level"`
	Message string            `json:"message"`
	Attrs   map[string]string `json:"attrs,omitempty"`
}

// Snapshot is a consistent view of all that the data plane needs.
type Snapshot struct {
	// Revision grows with every change of a script, a route or what Credentials
	// returns.
	Revision int64
	Scripts  []Script // enabled or not
	Routes   []Route
}
