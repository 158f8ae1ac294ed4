// This file keeps the Go tool out of this folder: node_modules may hold Go files.
module github.com/picloud/picloud/dashboard/web

go 1.26
