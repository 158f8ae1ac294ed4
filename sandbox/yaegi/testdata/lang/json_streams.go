// json.NewDecoder and json.NewEncoder as handlers use them.
package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/picloud/picloud/sdk"
)

type Base struct {
	ID int `json:"id"`
}
type In struct {
	Base
	Name string   `json:"name"`
	Tags []string `json:"tags"`
	V    any      `json:"v"`
}

func Handle(ctx *sdk.Context) (any, error) {
	var out []string
	dec := json.NewDecoder(strings.NewReader(`{"id":1,"name":"a"} {"id":2,"tags":["x"],"v":5}`))
	for dec.More() {
		var in In
		if err := dec.Decode(&in); err != nil {
			return nil, err
		}
		out = append(out, fmt.Sprintln(in.ID, in.Name, in.Tags, in.V))
	}
	var in In
	err := json.NewDecoder(strings.NewReader("")).Decode(&in)
	out = append(out, fmt.Sprintln(err, err == io.EOF, errors.Is(err, io.EOF)))
	dec = json.NewDecoder(strings.NewReader(`{"id":1,"nope":2}`))
	dec.DisallowUnknownFields()
	out = append(out, fmt.Sprintln(dec.Decode(&in)))
	dec = json.NewDecoder(strings.NewReader(`{"v": 12345678901234567890}`))
	dec.UseNumber()
	out = append(out, fmt.Sprintln(dec.Decode(&in), in.V))
	out = append(out, fmt.Sprintln(json.NewDecoder(strings.NewReader(`{"id":"x"}`)).Decode(&in)))
	out = append(out, fmt.Sprintln(json.NewDecoder(strings.NewReader(`{"id":`)).Decode(&in)))
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	out = append(out, fmt.Sprintln(enc.Encode(In{Base: Base{3}, Name: "<b>"}), buf.String()))
	buf.Reset()
	enc.SetIndent("", "  ")
	enc.SetEscapeHTML(false)
	out = append(out, fmt.Sprintln(enc.Encode(map[string]any{"a": "<&>", "b": []int{1}}), buf.String()))
	var sb strings.Builder
	out = append(out, fmt.Sprintln(json.NewEncoder(&sb).Encode([]In{{}}), sb.String()))
	tokens := json.NewDecoder(strings.NewReader(`{"a":[1,"x",true,null]}`))
	for {
		t, err := tokens.Token()
		if err == io.EOF {
			break
		}
		if d, ok := t.(json.Delim); ok {
			out = append(out, fmt.Sprintln("delim", d))
			continue
		}
		out = append(out, fmt.Sprintln(t, err))
	}
	return strings.Join(out, ""), nil
}
