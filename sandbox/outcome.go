package sandbox

import "net/http"

// Outcome says how an execution ended.
type Outcome string

// The outcomes of an execution.
const (
	OK             Outcome = "ok"              // Handle returned, whatever the status it chose
	Failed         Outcome = "error"           // Handle returned an error or panicked
	Timeout        Outcome = "timeout"         // Limits.Timeout passed
	OperationLimit Outcome = "operation_limit" // Limits.Operations was used up
	MemoryLimit    Outcome = "memory_limit"    // Limits.Memory was exceeded
	DepthLimit     Outcome = "depth_limit"     // Limits.CallDepth was exceeded
	ResponseLimit  Outcome = "response_limit"  // the body was over Limits.ResponseBytes
	Overloaded     Outcome = "overloaded"      // the script's concurrency and its queue were full
	Crashed        Outcome = "crashed"         // what ran the script died
	Canceled       Outcome = "canceled"        // the client went away
)

// Status is the HTTP status that a client gets when an execution ends in o
// before it has answered. It is 200 for OK.
func (o Outcome) Status() int {
	switch o {
	case OK:
		return http.StatusOK
	case Timeout:
		return http.StatusGatewayTimeout
	case Overloaded:
		return http.StatusServiceUnavailable
	case Crashed:
		return http.StatusBadGateway
	case Canceled:
		return 499 // the de facto status of a closed client connection; nobody reads it
	default:
		return http.StatusInternalServerError
	}
}

// Outcomes lists every outcome.
func Outcomes() []Outcome {
	return []Outcome{
		OK, Failed, Timeout, OperationLimit, MemoryLimit, DepthLimit,
		ResponseLimit, Overloaded, Crashed, Canceled,
	}
}
