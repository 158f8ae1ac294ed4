// Package cli is PiCloud's command line: commands over the admin API.
//
// It knows nothing of Caddy: Attach hangs the commands below a cobra command
// that somebody else has made. They speak to the admin endpoint of a Caddy on
// this machine, or with a token to a server.
package cli
