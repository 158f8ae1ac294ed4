package process

import "github.com/picloud/picloud/sandbox"

func memoryWall() sandbox.Wall {
	return sandbox.Wall{Name: "memory", Stands: true, Detail: "the limit is hard: the kernel refuses more, and a process that holds more is killed"}
}
