// Gencompletions writes the completion data of package symbols: what the
// allow-list exposes, with signatures and first sentences from the sources of
// the standard library and the SDK. It is run by go generate.
package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
)

func main() {
	output := flag.String("output", "completions.json", "the file to write")
	flag.Parse()
	if err := run(*output); err != nil {
		fmt.Fprintln(os.Stderr, "gencompletions:", err)
		os.Exit(1)
	}
}

func run(output string) error {
	data, err := generate()
	if err != nil {
		return err
	}
	text, err := write(data)
	if err != nil {
		return err
	}
	return os.WriteFile(output, text, 0o600)
}

// completions is the document.
type completions struct {
	Packages []pkg    `json:"packages"`
	Keywords []string `json:"keywords"`
	Builtins []symbol `json:"builtins"`
}

// pkg is a package that scripts may import.
type pkg struct {
	Path    string   `json:"path"`
	Name    string   `json:"name"`
	Symbols []symbol `json:"symbols"`
}

// symbol is a func, type, const or var, or a method or field of one.
type symbol struct {
	Name      string   `json:"name"`
	Kind      string   `json:"kind"`
	Signature string   `json:"signature"`
	Doc       string   `json:"doc,omitempty"`
	Members   []symbol `json:"members,omitempty"`
}

// write writes one symbol a line, so that changes can be read.
func write(c completions) ([]byte, error) {
	var b bytes.Buffer
	var failed error
	put := func(v any) {
		var line bytes.Buffer
		encoder := json.NewEncoder(&line)
		encoder.SetEscapeHTML(false)
		if err := encoder.Encode(v); err != nil && failed == nil {
			failed = err
		}
		b.Write(bytes.TrimSuffix(line.Bytes(), []byte("\n")))
	}
	list := func(symbols []symbol) {
		b.WriteString("[\n")
		for i, s := range symbols {
			put(s)
			if i+1 < len(symbols) {
				b.WriteByte(',')
			}
			b.WriteByte('\n')
		}
		b.WriteByte(']')
	}
	b.WriteString("{\"packages\":[\n")
	for i, p := range c.Packages {
		b.WriteString(`{"path":`)
		put(p.Path)
		b.WriteString(`,"name":`)
		put(p.Name)
		b.WriteString(`,"symbols":`)
		list(p.Symbols)
		b.WriteByte('}')
		if i+1 < len(c.Packages) {
			b.WriteByte(',')
		}
		b.WriteByte('\n')
	}
	b.WriteString("],\n\"keywords\":")
	put(c.Keywords)
	b.WriteString(",\n\"builtins\":")
	list(c.Builtins)
	b.WriteString("}\n")
	return b.Bytes(), failed
}
