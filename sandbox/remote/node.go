package remote

import (
	"net/http"
	"sync/atomic"

	"github.com/picloud/picloud/sandbox"
)

// Node is what a machine needs to run scripts for others: an executor, the
// sources of the scripts that it was given, and what it has begun. Handlers of
// one node, such as those before and after a reload, share it. Use NewNode.
type Node struct {
	executor sandbox.Executor
	sources  sources
	ledger   ledger
	inFlight atomic.Int64
}

// NewNode returns a Node that runs scripts on executor, which stays its
// caller's to close.
func NewNode(executor sandbox.Executor) *Node {
	n := &Node{executor: executor}
	n.sources.retire = executor.Retire
	n.ledger.init()
	return n
}

// InFlight is how many executions are in progress.
func (n *Node) InFlight() int { return int(n.inFlight.Load()) }

// Why a node refuses a request before anything has begun, as the value of
// refusalHeader, with the status that goes with it.
const (
	refusedKey         = "key"         // who asks is not known
	refusedVersion     = "version"     // it speaks another version of the protocol
	refusedMalformed   = "malformed"   // the request makes no sense
	refusedSource      = "source"      // it does not have the script's source
	refusedRepeated    = "repeated"    // it knows the execution already, or was told not to begin it
	refusedBusy        = "busy"        // it runs as much as it may
	refusedDraining    = "draining"    // it is shutting down
	refusedUnavailable = "unavailable" // its executor cannot work
)

func refusalStatus(reason string) int {
	switch reason {
	case refusedKey:
		return http.StatusUnauthorized
	case refusedVersion:
		return http.StatusNotFound
	case refusedMalformed:
		return http.StatusBadRequest
	case refusedSource:
		return http.StatusPreconditionRequired
	case refusedRepeated:
		return http.StatusConflict
	default:
		return http.StatusServiceUnavailable
	}
}

const (
	// nodeHeader is in every answer of a Handler, with the version of the
	// protocol. refusalHeader says why it did not do what it was asked to.
	nodeHeader    = "Picloud-Executor"
	refusalHeader = "Picloud-Refusal"

	contentType = "application/vnd.picloud.executor"

	pathExecute = "execute"
	pathPrepare = "prepare"
	pathCheck   = "check"
	pathRetire  = "retire"
	pathRevoke  = "revoke"
	pathStatus  = "status"
)
