//go:build !unix

package picloud

import "encoding/json"

// defaultExecutor is what runs scripts when a config does not say. Worker
// processes are given their pipes as only Unix systems can.
func defaultExecutor() json.RawMessage { return json.RawMessage(`{"kind": "local"}`) }
