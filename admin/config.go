package admin

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/picloud/picloud/auth"
	"github.com/picloud/picloud/store"
)

// Info is the effective configuration, as GET /config answers it.
type Info struct {
	Product       string       `json:"product" doc:"The version of PiCloud."`
	SDK           string       `json:"sdk" doc:"The version of the SDK that scripts import."`
	API           int          `json:"api" doc:"The major version of this API."`
	Schema        int          `json:"schema" doc:"The highest migration applied to the store."`
	PublicBaseURL string       `json:"public_base_url" doc:"Where clients reach the routes. Empty when it is not configured."`
	Limits        InfoLimits   `json:"limits" doc:"The limits of scripts that set none themselves, and those that no script can set."`
	Executor      InfoExecutor `json:"executor" doc:"What runs scripts."`
	Node          InfoNode     `json:"node" doc:"The node that answers this."`
	Store         InfoStore    `json:"store" doc:"What keeps scripts, routes and records."`
	Logs          InfoLogs     `json:"logs" doc:"The bounds of the execution log."`
	LogSink       InfoLogSink  `json:"log_sink" doc:"The way of execution records into the store, since the start."`
}

// InfoLimits are limits in effect.
type InfoLimits struct {
	TimeoutMS      int64 `json:"timeout_ms" doc:"How long one execution may take, in milliseconds."`
	MaxOperations  int64 `json:"max_operations" doc:"How many loop turns and calls one execution may make."`
	MemoryLimitMB  int64 `json:"memory_limit_mb" doc:"How much memory a script may hold, in MiB."`
	MaxConcurrency int64 `json:"max_concurrency" doc:"How many executions of a script may run at once."`
	CallDepth      int64 `json:"call_depth" doc:"How deeply function calls may nest."`
	LogLines       int64 `json:"log_lines" doc:"How many lines one execution may log."`
	LogBytes       int64 `json:"log_bytes" doc:"How many bytes one execution may log."`
	RequestBytes   int64 `json:"request_bytes" doc:"The largest body of a request."`
	ResponseBytes  int64 `json:"response_bytes" doc:"The largest body of a response."`
	SourceBytes    int64 `json:"source_bytes" doc:"The largest source of a script."`
}

// MaxSourceBytes is the largest source of a script.
const MaxSourceBytes = maxSource

// InfoExecutor is what runs scripts.
type InfoExecutor struct {
	Name  string     `json:"name" doc:"The executor's name, such as local."`
	Walls []InfoWall `json:"walls" nullable:"false" doc:"What keeps scripts from what is not theirs."`
}

// InfoWall is one measure of isolation.
type InfoWall struct {
	Name   string `json:"name" doc:"What it is against: loops, recursion, memory, network, files, processes."`
	Stands bool   `json:"stands" doc:"Whether it is in effect."`
	Detail string `json:"detail,omitempty" doc:"How, or why not."`
}

// InfoNode is the node that answers.
type InfoNode struct {
	ID       store.ID `json:"id" format:"uuid" doc:"Its id, which it keeps across restarts."`
	Name     string   `json:"name" doc:"Its name, which execution records carry."`
	Role     string   `json:"role" enum:"all,ingress,manager" doc:"What it does: all, only answer users, or only manage."`
	Revision int64    `json:"revision" doc:"The revision of the scripts and routes that it serves."`
}

// InfoStore is what keeps everything.
type InfoStore struct {
	Kind   string `json:"kind" doc:"The store's name, such as sqlite."`
	Shared bool   `json:"shared" doc:"Whether other nodes can work on it too."`
	State  string `json:"state" enum:"reachable,unreachable,local_snapshot" doc:"reachable; unreachable, while users are served from memory; or local_snapshot, when it was not reached since the start and users are served from a copy on this node."`

	SnapshotAt *time.Time `json:"snapshot_at,omitempty" doc:"When the copy was made that is served."`
}

// The states of a store, as a node sees it.
const (
	StoreReachable   = "reachable"
	StoreUnreachable = "unreachable"
	StoreSnapshot    = "local_snapshot"
)

// InfoLogs are the bounds of the execution log.
type InfoLogs struct {
	Bytes         int64 `json:"bytes" doc:"How much space the records take, about. 0 until a minute after the start."`
	MaxBytes      int64 `json:"max_bytes" doc:"How much they may take: near it, the oldest are deleted, successes first. 0 is no limit."`
	MaxAgeS       int64 `json:"max_age_s" doc:"How long records are kept, in seconds. 0 is no limit."`
	MaxAgeErrorsS int64 `json:"max_age_errors_s" doc:"How long those of failures are kept, in seconds. 0 is no limit."`
	MaxRate       int   `json:"max_rate" doc:"How many successes a second all have a record; of more, one in so many has. 0 is no limit."`
	Deleted       int64 `json:"deleted" doc:"How many records were deleted since the start."`
}

// InfoLogSink counts execution records.
type InfoLogSink struct {
	Capacity int   `json:"capacity" doc:"How many records can wait."`
	Queued   int   `json:"queued" doc:"How many wait now."`
	Written  int64 `json:"written" doc:"How many were written."`
	Dropped  int64 `json:"dropped" doc:"How many were lost because too many waited, or the store failed."`

	Sampled     int64 `json:"sampled" doc:"How many successes have no record because there were too many: others stand for them, with a weight."`
	SampleEvery int64 `json:"sample_every" doc:"Of so many successes one is recorded just now. 1 is all of them."`
}

func (a *api) registerConfig(h huma.API) {
	register(h, a, operation{
		method: http.MethodGet, path: "/config", id: "get-config", tag: tagSystem, scope: auth.Read,
		summary: "Get the effective configuration",
	}, func(context.Context, *struct{}) (*struct{ Body Info }, error) {
		info := a.Info()
		if info.Executor.Walls == nil {
			info.Executor.Walls = []InfoWall{}
		}
		return &struct{ Body Info }{Body: info}, nil
	})
}
