package devserver

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"
)

// Watch calls changed with what a file holds, at once and whenever that is
// something else, until ctx ends or changed fails. It looks every so often: that
// works on every file system, and with editors that put a new file in the old
// one's place. A file that is away for a moment is waited for.
func Watch(ctx context.Context, path string, every time.Duration, changed func(content string) error) error {
	content, err := os.ReadFile(path)
	if err != nil {
		return fmt.Errorf("reading the script: %w", err)
	}
	if err := changed(string(content)); err != nil {
		return err
	}
	last := string(content)
	ticks := time.NewTicker(every)
	defer ticks.Stop()
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-ticks.C:
		}
		content, err := os.ReadFile(path)
		if errors.Is(err, fs.ErrNotExist) || err == nil && string(content) == last {
			continue
		}
		if err != nil {
			return fmt.Errorf("reading the script: %w", err)
		}
		last = string(content)
		if err := changed(last); err != nil {
			return err
		}
	}
}
