// Package admin is PiCloud's control plane: the REST API for scripts, their
// versions and routes, and the execution log.
//
// [New] returns it as one http.Handler that serves the paths below [BasePath]
// and knows neither who mounts it nor who may call it. Types, validation and
// the OpenAPI document come from one source, Huma. Every error is a [Problem],
// whatever part of the way it comes from; what PiCloud answers there is the
// same in every process, because none of Huma's package variables is changed.
package admin
