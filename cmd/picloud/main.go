// Command picloud is Caddy with its standard modules and PiCloud in one
// binary: for development, continuous integration and container images.
package main

import (
	caddycmd "github.com/caddyserver/caddy/v2/cmd"

	_ "github.com/caddyserver/caddy/v2/modules/standard"

	_ "github.com/picloud/picloud"
)

func main() {
	caddycmd.Main()
}
