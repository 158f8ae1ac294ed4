package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
)

// ask asks the person at the terminal. Anything but yes is no.
func (r *run) ask(ctx context.Context, question string) (bool, error) {
	r.err.printf("%s [y/N] ", question)
	type reply struct {
		line string
		err  error
	}
	replies := make(chan reply, 1)
	go func() {
		line, err := bufio.NewReader(r.in).ReadString('\n')
		replies <- reply{line, err}
	}()
	select {
	case <-ctx.Done():
		r.note("")
		return false, ctx.Err()
	case got := <-replies:
		if got.err != nil && !errors.Is(got.err, io.EOF) {
			return false, fmt.Errorf("reading the answer: %w", got.err)
		}
		switch strings.ToLower(strings.TrimSpace(got.line)) {
		case "y", "yes":
			return true, nil
		}
		r.note("nothing was changed")
		return false, coded(ExitFailed, errSaid)
	}
}

// readFile reads a file, or what comes in for -.
func (r *run) readFile(name string) (string, error) {
	var content []byte
	var err error
	if name == "-" {
		content, err = io.ReadAll(r.in)
	} else {
		content, err = os.ReadFile(name)
	}
	if err != nil {
		return "", fmt.Errorf("reading %s: %w", name, err)
	}
	return string(content), nil
}
