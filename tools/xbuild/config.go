package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/caddyserver/xcaddy"
)

// config is xcaddy.Builder with durations that people can write: of two fields
// with one JSON name, encoding/json fills the outer one.
type config struct {
	xcaddy.Builder
	TimeoutGet   duration `json:"timeout_get"`
	TimeoutBuild duration `json:"timeout_build"`
}

// duration is a time.Duration written in JSON as xcaddy.Builder marshals it, in
// nanoseconds, or as a Go duration string such as "5m".
type duration time.Duration

// UnmarshalJSON implements json.Unmarshaler.
func (d *duration) UnmarshalJSON(data []byte) error {
	var text string
	if err := json.Unmarshal(data, &text); err == nil {
		parsed, err := time.ParseDuration(text)
		if err != nil {
			return err
		}
		*d = duration(parsed)
		return nil
	}
	var nanoseconds int64
	if err := json.Unmarshal(data, &nanoseconds); err != nil {
		return fmt.Errorf("a duration is a string such as \"5m\" or a whole number of nanoseconds, not %s", data)
	}
	*d = duration(nanoseconds)
	return nil
}

// readConfig reads the file at path as one strict JSON document: unknown keys
// and anything after it are errors. Local replacement paths and embedded
// folders are relative to the file's own folder, because xcaddy builds in a
// temporary one.
func readConfig(path string) (xcaddy.Builder, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return xcaddy.Builder{}, err
	}
	builder, err := parseConfig(data)
	if err != nil {
		return xcaddy.Builder{}, fmt.Errorf("%s: %w", path, err)
	}

	folder, err := filepath.Abs(filepath.Dir(path))
	if err != nil {
		return xcaddy.Builder{}, err
	}
	for i, r := range builder.Replacements {
		if isRelative(string(r.New)) {
			builder.Replacements[i].New = xcaddy.ReplacementPath(filepath.Join(folder, string(r.New)))
		}
	}
	for i, e := range builder.EmbedDirs {
		if !filepath.IsAbs(e.Dir) {
			builder.EmbedDirs[i].Dir = filepath.Join(folder, e.Dir)
		}
	}
	return builder, nil
}

func parseConfig(data []byte) (xcaddy.Builder, error) {
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	var c config
	if err := dec.Decode(&c); err != nil {
		return xcaddy.Builder{}, err
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return xcaddy.Builder{}, errors.New("more than one JSON value in the file")
	}

	builder := c.Builder
	builder.TimeoutGet = time.Duration(c.TimeoutGet)
	builder.TimeoutBuild = time.Duration(c.TimeoutBuild)
	for i, p := range builder.Plugins {
		if p.PackagePath == "" {
			return xcaddy.Builder{}, fmt.Errorf("plugins[%d]: module_path is missing", i)
		}
	}
	for i, r := range builder.Replacements {
		if r.Old == "" || r.New == "" {
			return xcaddy.Builder{}, fmt.Errorf("replacements[%d]: old and new are both needed", i)
		}
	}
	for i, e := range builder.EmbedDirs {
		if e.Dir == "" {
			return xcaddy.Builder{}, fmt.Errorf("embed_dir[%d]: dir is missing", i)
		}
	}
	return builder, nil
}

// isRelative reports whether a replacement is a relative folder rather than a
// module, by the rule of the go command: a folder starts with ./ or ../.
func isRelative(path string) bool {
	p := filepath.ToSlash(path)
	return p == "." || p == ".." || strings.HasPrefix(p, "./") || strings.HasPrefix(p, "../")
}
