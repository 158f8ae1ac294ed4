// Command floors is PiCloud with two more ways to answer, which run nothing at
// all: they show what is left of Caddy's throughput when a request is handed to
// another goroutine, or to another process, and back. No executor that does so
// can be faster.
//
//	floor goroutine
//	floor process
//
// The benchmarks start it.
package main

import (
	"fmt"
	"os"

	caddycmd "github.com/caddyserver/caddy/v2/cmd"
	_ "github.com/caddyserver/caddy/v2/modules/standard"

	_ "github.com/picloud/picloud"
)

func main() {
	if len(os.Args) > 1 && os.Args[1] == echoCommand {
		if err := echo(os.Stdin, os.Stdout); err != nil {
			fmt.Fprintln(os.Stderr, "floors:", err)
			os.Exit(1)
		}
		return
	}
	caddycmd.Main()
}
