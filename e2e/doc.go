// Package e2e holds black-box tests: they run the built binary as its users do
// and talk HTTP to it.
//
// Every test has a server process of its own, on free ports of the loopback
// interface and with an empty data folder. The environment variable
// PICLOUD_BINARY names the binary; without it the tests build one.
package e2e
