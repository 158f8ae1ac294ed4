package cli

import "time"

// limits are the limits of a script on the wire. 0 is the server's default.
type limits struct {
	TimeoutMS      int64 `json:"timeout_ms,omitempty"`
	MaxOperations  int64 `json:"max_operations,omitempty"`
	MemoryLimitMB  int64 `json:"memory_limit_mb,omitempty"`
	MaxConcurrency int64 `json:"max_concurrency,omitempty"`
}

// script is a script on the wire.
type script struct {
	ID          string `json:"id"`
	Name        string `json:"name"`
	Description string `json:"description"`
	Source      string `json:"source"`
	Version     int64  `json:"version"`
	Enabled     bool   `json:"enabled"`
	limits
	UpdatedAt time.Time `json:"updated_at"`
}

// version is a version of a script on the wire.
type version struct {
	Version   int64     `json:"version"`
	Live      bool      `json:"live"`
	CreatedAt time.Time `json:"created_at"`
	Source    string    `json:"source"`
}

// route is a route on the wire.
type route struct {
	ID            string `json:"id"`
	ScriptID      string `json:"script_id"`
	Host          string `json:"host"`
	HostParamName string `json:"host_param_name"`
	Path          string `json:"path"`
	Method        string `json:"method"`
	Guard         string `json:"guard"`
}

// routeInput is a route that is created or checked.
type routeInput struct {
	ScriptID      string `json:"script_id,omitempty"`
	Method        string `json:"method,omitempty"`
	Host          string `json:"host,omitempty"`
	HostParamName string `json:"host_param_name,omitempty"`
	Path          string `json:"path"`
	Guard         string `json:"guard,omitempty"`
}

// witness is a request that two routes would match.
type witness struct {
	Method string `json:"method"`
	Host   string `json:"host"`
	Path   string `json:"path"`
}

// diagnostic is something wrong with a source. Columns count UTF-16 units.
type diagnostic struct {
	Line      int    `json:"line"`
	Column    int    `json:"column"`
	EndLine   int    `json:"end_line,omitempty"`
	EndColumn int    `json:"end_column,omitempty"`
	Severity  string `json:"severity"`
	Code      string `json:"code"`
	Message   string `json:"message"`
}

// execution is an execution record on the wire.
type execution struct {
	ID            string    `json:"id"`
	ScriptName    string    `json:"script_name"`
	Version       int64     `json:"version"`
	Node          string    `json:"node"`
	RouteID       string    `json:"route_id"`
	Method        string    `json:"method"`
	Host          string    `json:"host"`
	Path          string    `json:"path"`
	RemoteIP      string    `json:"remote_ip"`
	Status        int       `json:"status"`
	Outcome       string    `json:"outcome"`
	Error         string    `json:"error"`
	StartedAt     time.Time `json:"started_at"`
	DurationMS    float64   `json:"duration_ms"`
	QueuedMS      float64   `json:"queued_ms"`
	WarmMS        float64   `json:"warm_ms"`
	Operations    int64     `json:"operations"`
	RequestBytes  int64     `json:"request_bytes"`
	ResponseBytes int64     `json:"response_bytes"`
	Logs          []logLine `json:"logs"`
	LogsDropped   int       `json:"logs_dropped"`
}

// logLine is a line that a script logged.
type logLine struct {
	Time    time.Time         `json:"time"`
	Level   string            `json:"level"`
	Message string            `json:"message"`
	Attrs   map[string]string `json:"attrs"`
}

// apiToken is an API token on the wire. Token is there only once.
type apiToken struct {
	ID         string     `json:"id"`
	Name       string     `json:"name"`
	Scopes     []string   `json:"scopes"`
	Prefix     string     `json:"prefix"`
	CreatedAt  time.Time  `json:"created_at"`
	CreatedBy  string     `json:"created_by"`
	ExpiresAt  *time.Time `json:"expires_at"`
	LastUsedAt *time.Time `json:"last_used_at"`
	Token      string     `json:"token"`
}
