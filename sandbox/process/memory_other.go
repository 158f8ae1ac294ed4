//go:build !linux

package process

import "github.com/picloud/picloud/sandbox"

func memoryWall() sandbox.Wall {
	return sandbox.Wall{Name: "memory", Detail: "a script that holds too much is stopped, but one large allocation can be too fast; it ends the script's own process"}
}
