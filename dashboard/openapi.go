//go:build ignore

// Command openapi prints the admin API's OpenAPI document, from which the
// dashboard's types are generated: npm run api in dashboard/web.
package main

import (
	"log"
	"os"

	"github.com/picloud/picloud/admin"
)

func main() {
	document, err := admin.Document()
	if err != nil {
		log.Fatal(err)
	}
	if _, err := os.Stdout.Write(append(document, '\n')); err != nil {
		log.Fatal(err)
	}
}
