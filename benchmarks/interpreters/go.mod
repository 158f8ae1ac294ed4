module github.com/picloud/picloud/benchmarks/interpreters

go 1.26.0

require (
	github.com/dop251/goja v0.0.0-20260917113740-793a2a65c13b
	github.com/picloud/picloud v0.0.0
)

require (
	github.com/dlclark/regexp2/v2 v2.8.0 // indirect
	github.com/go-sourcemap/sourcemap v2.1.3+incompatible // indirect
	github.com/google/pprof v0.0.0-20230207041349-798e818bf904 // indirect
	github.com/traefik/yaegi v0.16.1 // indirect
	golang.org/x/text v0.42.0 // indirect
)

replace github.com/picloud/picloud => ../..
