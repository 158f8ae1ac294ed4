//go:build !unix

package walls

import "os/exec"

// Prepare has nothing to set here.
func Prepare(*exec.Cmd, Options) {}
