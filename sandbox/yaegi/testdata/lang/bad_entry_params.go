// Handle with other parameters.
package main

import ()

func Handle(name string) (any, error) { return name, nil }
