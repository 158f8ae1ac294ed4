// Package deploy tests what PiCloud is deployed with: the Dockerfile and the
// files of Compose in the root of the repository, and the Caddyfiles, the unit
// of systemd and the manifests of Kubernetes beside it.
//
// Nothing here needs a container engine. Each file is read by the parser of the
// program that it is for, as strictly as that can, and each Caddyfile by the
// built binary, which the environment variable PICLOUD_BINARY names; without it
// the tests build one.
package deploy
