// The folder pricing holds a template: template.json describes it.
package main

// main is never called: it lets go build take the folder.
func main() {}
