// Package dashboard serves PiCloud's dashboard, a single-page application
// whose build is part of the binary.
//
// Its sources are in the folder web. The build is in dist, which is committed,
// so that PiCloud builds without Node.
package dashboard

import "embed"

// dist is the build. It needs all:, since names in it begin with an underscore.
//
//go:embed all:dist
var dist embed.FS
