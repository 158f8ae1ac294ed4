//go:build unix && !linux

package walls

import (
	"os/exec"
	"syscall"
)

// Prepare gives the worker a session of its own, so that no terminal reaches
// it. Other attributes of cmd stay.
func Prepare(cmd *exec.Cmd, _ Options) {
	if cmd.SysProcAttr == nil {
		cmd.SysProcAttr = &syscall.SysProcAttr{}
	}
	cmd.SysProcAttr.Setsid = true
}
