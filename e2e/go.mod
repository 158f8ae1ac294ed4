module github.com/picloud/picloud/e2e

go 1.26.0
