package walls

import (
	"os/exec"
	"syscall"

	"golang.org/x/sys/unix"
)

// workerID is the user and group of workers when the server may choose. It
// lies where systemd keeps numbers free, and below 65536 so that containers
// with few numbers have it too.
const workerID = 65521

// Available returns the strongest options that this process has the privileges
// for. A container can still refuse: see Options.Weaker.
func Available() Options {
	header := unix.CapUserHeader{Version: unix.LINUX_CAPABILITY_VERSION_3}
	var sets [2]unix.CapUserData
	if err := unix.Capget(&header, &sets[0]); err != nil {
		return Options{}
	}
	holds := func(capability int) bool {
		return sets[capability/32].Effective&(1<<(capability%32)) != 0
	}
	var o Options
	o.Namespaces = holds(unix.CAP_SYS_ADMIN)
	if holds(unix.CAP_SETUID) && holds(unix.CAP_SETGID) {
		o.UID, o.GID = workerID, workerID
	}
	return o
}

// Prepare sets on cmd what only the parent can: that the worker dies with the
// thread that starts it, has a session of its own so that no terminal reaches
// it, and what o asks for. Other attributes of cmd stay.
//
// The thread that starts cmd must outlive the worker: start it from a
// goroutine that is not locked to its thread, or from one that stays so.
//
// User namespaces are left alone on purpose: with them, Go copies the page
// tables of the whole server for every start.
func Prepare(cmd *exec.Cmd, o Options) {
	if cmd.SysProcAttr == nil {
		cmd.SysProcAttr = &syscall.SysProcAttr{}
	}
	attr := cmd.SysProcAttr
	attr.Pdeathsig = syscall.SIGKILL
	attr.Setsid = true
	if o.Namespaces {
		attr.Cloneflags |= syscall.CLONE_NEWPID | syscall.CLONE_NEWNET | syscall.CLONE_NEWIPC | syscall.CLONE_NEWNS
	}
	if o.UID != 0 || o.GID != 0 {
		attr.Credential = &syscall.Credential{Uid: o.UID, Gid: o.GID}
	}
}
